package io.headrace.metadata.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values of settings that mean nothing here, in the words of Apache Kafka 4.3.1.
final class KafkaSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "num.io.threads, many, Not a number of type INT",
    "num.io.threads, 0, Value must be at least 1",
    "log.cleaner.enable, perhaps, Expected value to be either true or false",
    "log.flush.offset.checkpoint.interval.ms, -1, Value must be at least 0",
    "log.cleaner.io.max.bytes.per.second, fast, Not a number of type DOUBLE",
    "metadata.log.segment.ms, 1e3, Not a number of type LONG"
  })
  void nonsenseIsRefused(String name, String value, String complaint) {
    assertThat(KafkaSettings.complaintAbout(name, value))
        .isEqualTo("Invalid value " + value + " for configuration " + name + ": " + complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "num.io.threads, 16",
    "log.cleaner.enable, TRUE",
    "log.cleaner.io.max.bytes.per.second, 1.5E8",
    "ssl.keystore.password, anything",
    "of.a.plug.in, anything"
  })
  void whatKafkaTakesIsTaken(String name, String value) {
    assertThat(KafkaSettings.complaintAbout(name, value)).isNull();
  }

  @Test
  void allOfThemAreKnown() {
    assertThat(KafkaSettings.names()).hasSizeGreaterThan(350);
  }
}
