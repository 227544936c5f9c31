package io.headrace.metadata.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokerConfigKeysTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broker.id",
        "log.dirs",
        "listeners",
        "auto.leader.rebalance.enable",
        "replica.lag.time.max.ms",
        "log.retention.hours",
        "connections.max.idle.ms"
      })
  void whatOnlyTheFileOfABrokerCanChangeIsKnown(String name) {
    assertThat(BrokerConfigKeys.isFixedAtStart(name)).isTrue();
  }

  @Test
  void whatCanBeChangedIsNotAmongIt() {
    assertThat(BrokerConfigKeys.DYNAMIC.all())
        .noneMatch(key -> BrokerConfigKeys.isFixedAtStart(key.name()));
    assertThat(BrokerConfigKeys.isFixedAtStart("num.io.threads")).isFalse();
    assertThat(BrokerConfigKeys.isFixedAtStart("of.a.plug.in")).isFalse();
  }
}
