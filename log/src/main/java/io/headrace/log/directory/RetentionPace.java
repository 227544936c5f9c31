package io.headrace.log.directory;

import io.headrace.runtime.Clock;

/// When the logs are looked through again for what is too old or too much.
///
/// As in Kafka that is every `log.retention.check.interval.ms`, and first half a minute after the
/// start: who writes records with old timestamps, as an import does, can count on reading them
/// until then.
final class RetentionPace {

  private static final long FIRST_NS = 30_000_000_000L;

  private final Clock clock;
  private final long intervalNs;
  private long dueNs;

  RetentionPace(Clock clock, long intervalNs) {
    this.clock = clock;
    this.intervalNs = intervalNs;
    this.dueNs = clock.nowNs() + Math.min(FIRST_NS, intervalNs);
  }

  /// Whether it is time; if it is, the next time is an interval from now.
  boolean isDue() {
    long nowNs = clock.nowNs();
    if (nowNs < dueNs) {
      return false;
    }
    dueNs = nowNs + intervalNs;
    return true;
  }
}
