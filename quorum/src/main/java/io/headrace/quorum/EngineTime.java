package io.headrace.quorum;

import io.headrace.runtime.Clock;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/// The engine's clock: it shows the wall's time when it was made, and from then on runs with the
/// monotonic clock, so that a jump of the wall's clock moves no timeout.
final class EngineTime implements Time {
  private static final long NS_PER_MS = 1_000_000;

  private final Clock clock;
  private final long startMs;
  private final long startNs;

  EngineTime(Clock clock) {
    this.clock = clock;
    this.startMs = clock.wallMs();
    this.startNs = clock.nowNs();
  }

  @Override
  public long milliseconds() {
    return startMs + (clock.nowNs() - startNs) / NS_PER_MS;
  }

  @Override
  public long nanoseconds() {
    return clock.nowNs();
  }

  @Override
  public void sleep(long ms) {
    throw new UnsupportedOperationException("nothing sleeps here");
  }

  @Override
  public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) {
    throw new UnsupportedOperationException("nothing waits here");
  }
}
