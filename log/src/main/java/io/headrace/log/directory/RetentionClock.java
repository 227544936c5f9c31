package io.headrace.log.directory;

import io.headrace.runtime.Clock;

/// The wall clock as retention believes it: it follows the real one back at once, but forward at
/// most twice as fast as the monotonic clock runs, so that a jump never deletes data early.
final class RetentionClock {

  private final Clock clock;
  private long believedMs;
  private long asOfNs;

  RetentionClock(Clock clock) {
    this.clock = clock;
    this.believedMs = clock.wallMs();
    this.asOfNs = clock.nowNs();
  }

  long advance(long wallMs) {
    long nowNs = clock.nowNs();
    long fastestMs = believedMs + 2 * ((nowNs - asOfNs) / 1_000_000);
    believedMs = Math.min(wallMs, fastestMs);
    asOfNs = nowNs;
    return believedMs;
  }
}
