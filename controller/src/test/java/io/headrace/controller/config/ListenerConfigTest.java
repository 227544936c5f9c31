package io.headrace.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.ConfigResource.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In the words of Apache Kafka 4.3.1.
final class ListenerConfigTest {

  @ParameterizedTest
  @CsvSource({
    "max.connections, x, Invalid value x for configuration max.connections: Not a number of type"
        + " INT",
    "max.connection.creation.rate, -1, Value must be at least 0",
    "max.connection.creation.rate, 0, Invalid max.connection.creation.rate 0 for configuration",
    "listener.name.in.max.connections, 0, Invalid max.connections 0 for configuration",
    "listener.name.in.max.connections, x, Invalid value x for configuration max.connections: Not",
    "listener.name.in.num.network.threads, 0, Value must be at least 1",
  })
  void nonsenseIsRefused(String name, String value, String complaint) {
    assertThat(complaint(name, value)).contains(complaint);
  }

  @Test
  void whatOnlyANodesFileCanSayIsRefused() {
    assertThat(complaint("listener.name.in.max.connections", "5"))
        .isEqualTo("Cannot update these configs dynamically: [listener.name.in.max.connections]");
  }

  @Test
  void whatMeansNothingHereAndWhatNobodyKnowsIsTaken() {
    assertThat(complaint("listener.name.in.max.connection.creation.rate", "5")).isNull();
    assertThat(complaint("listener.name.in.plugin", "x")).isNull();
    assertThat(complaint("listener.name.in", "x")).isNull();
  }

  @Test
  void mostOfItIsForOneBrokerOnly() {
    assertThat(message(ConfigRules.refusalOfAllBrokers("listener.name.in.plugin")))
        .contains("broker id must be specified: [listener.name.in.plugin]");
    assertThat(ConfigRules.refusalOfAllBrokers("listener.name.in.max.connections")).isNull();
    assertThat(message(ConfigRules.refusalOfOneBroker("listener.name.in.node.id", "x")))
        .contains("Invalid value x for configuration node.id: Not a number of type INT");
    assertThat(ConfigRules.refusalOfOneBroker("listener.name.in.plugin", "x")).isNull();
  }

  private static @Nullable String complaint(String name, String value) {
    return message(ConfigRules.refusalOf(Type.BROKER, name, value));
  }

  private static @Nullable String message(@Nullable Refusal refusal) {
    return refusal == null ? null : refusal.message();
  }
}
