package io.headrace.metadata.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The words are those of Apache Kafka 4.3.1, which was asked.
class GroupConfigKeysTest {

  private static @Nullable String complaint(String key, String value) {
    return GroupConfigKeys.complaintAbout(GroupConfigKeys.KEYS.require(key), value);
  }

  @Test
  void everyDefaultIsAllowed() {
    assertThat(GroupConfigKeys.KEYS.all())
        .hasSize(17)
        .allSatisfy(
            key -> assertThat(GroupConfigKeys.complaintAbout(key, key.defaultValue())).isNull());
  }

  @ParameterizedTest
  @CsvSource({
    "consumer.session.timeout.ms, 45000, 60000",
    "consumer.heartbeat.interval.ms, 5000, 15000",
    "consumer.assignment.interval.ms, 0, 15000",
    "share.record.lock.duration.ms, 15000, 60000",
    "share.delivery.count.limit, 2, 10",
    "share.partition.max.record.locks, 100, 4000",
    "streams.initial.rebalance.delay.ms, 0, 2147483647",
    "streams.num.standby.replicas, 0, 2"
  })
  void aNumberMayBeAsInKafka(String key, long least, long most) {
    assertThat(complaint(key, Long.toString(least))).isNull();
    assertThat(complaint(key, Long.toString(most))).isNull();
    assertThat(complaint(key, Long.toString(least - 1))).isNotNull();
    assertThat(complaint(key, Long.toString(most + 1))).isNotNull();
  }

  @Test
  void whatIsWrongIsToldInKafkasWords() {
    assertThat(complaint("consumer.session.timeout.ms", "44999"))
        .isEqualTo(
            "consumer.session.timeout.ms must be greater than or equal to"
                + " group.consumer.min.session.timeout.ms");
    assertThat(complaint("share.delivery.count.limit", "11"))
        .isEqualTo(
            "share.delivery.count.limit must be less than or equal to"
                + " group.share.max.delivery.count.limit");
    assertThat(complaint("consumer.heartbeat.interval.ms", "0"))
        .isEqualTo(
            "Invalid value 0 for configuration consumer.heartbeat.interval.ms: Value must be at"
                + " least 1");
    assertThat(complaint("share.auto.offset.reset", "none"))
        .isEqualTo(
            "Invalid value none for configuration share.auto.offset.reset: Invalid value `none` for"
                + " configuration share.auto.offset.reset. The value must be either 'earliest',"
                + " 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.");
  }

  @ParameterizedTest
  @CsvSource({
    "earliest, true", "latest, true", "by_duration:PT1H, true",
    "by_duration:-PT1H, false", "by_duration:x, false", "LATEST, false"
  })
  void aShareGroupBeginsWhereItCan(String value, boolean allowed) {
    assertThat(complaint("share.auto.offset.reset", value) == null).isEqualTo(allowed);
  }
}
