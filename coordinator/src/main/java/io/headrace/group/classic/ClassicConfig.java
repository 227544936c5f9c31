package io.headrace.group.classic;

/// How classic groups behave, under Kafka's keys `group.*`.
public record ClassicConfig(
    int minSessionTimeoutMs, int maxSessionTimeoutMs, int initialRebalanceDelayMs, int maxSize) {

  /// Kafka's defaults.
  public static final ClassicConfig DEFAULT =
      new ClassicConfig(6_000, 1_800_000, 3_000, Integer.MAX_VALUE);
}
