package io.headrace.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApiKeyTest {

  @ParameterizedTest
  @EnumSource(ApiKeys.class)
  void everyApiOfKafkaIsHereWithItsVersions(ApiKeys kafkas) {
    ApiKey ours = Objects.requireNonNull(ApiKey.ofId(kafkas.id));

    assertThat(ours.name()).isEqualTo(kafkas.name());
    assertThat(ours.messageName()).isEqualTo(kafkas.name);
    assertThat(ours.lowestVersion()).isEqualTo(kafkas.messageType.lowestSupportedVersion());
    assertThat(ours.highestVersion()).isEqualTo(kafkas.messageType.highestSupportedVersion(false));
    for (short v = ours.lowestVersion(); v <= ours.highestVersion(); v++) {
      assertThat(ours.requestHeaderVersion(v)).isEqualTo(kafkas.requestHeaderVersion(v));
      assertThat(ours.responseHeaderVersion(v)).isEqualTo(kafkas.responseHeaderVersion(v));
    }
  }

  @Test
  void thereAreNoOthers() {
    assertThat(ApiKey.values()).hasSameSizeAs(ApiKeys.values());
    assertThat(ApiKey.ofId(-1)).isNull();
    assertThat(ApiKey.ofId(93)).isNull();
  }

  @Test
  void aRemovedApiKnowsNoVersion() {
    assertThat(ApiKey.LEADER_AND_ISR.knowsVersion((short) 0)).isFalse();
    assertThat(ApiKey.PRODUCE.knowsVersion((short) 2)).isFalse();
    assertThat(ApiKey.PRODUCE.knowsVersion((short) 3)).isTrue();
  }
}
