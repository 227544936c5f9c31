package io.headrace.broker.life;

import io.headrace.replication.Tenure;
import io.headrace.runtime.Clock;

/// How long it is certain that this broker is not taken for gone.
///
/// The controller's session begins when it hears a sign of life, so one that was sent and answered
/// is worth less than a session from when it was sent. It is worth a sixth less than that: a
/// controller that is cut off itself gives its answers for a moment after the next one has begun to
/// count.
///
/// Runs on: the reactor.
public final class BrokerTenure implements Tenure {

  /// The next controller gives the one before it twice that.
  private static final long FORMER_CONTROLLER_NS = 500_000_000;

  private final Clock clock;
  private final long sessionNs;
  private long untilNs = Long.MAX_VALUE;

  /// @param sessionNs how long the controller waits for a sign of life
  public BrokerTenure(Clock clock, long sessionNs) {
    this.clock = clock;
    this.sessionNs = sessionNs;
  }

  @Override
  public boolean isCertain() {
    return clock.nowNs() < untilNs;
  }

  long sessionNs() {
    return sessionNs;
  }

  /// A sign of life was answered: others know that this broker serves.
  void onAnswered(long sentNs) {
    untilNs = sentNs + sessionNs - sessionNs / 6;
  }

  /// This node was the controller; the next one does not wait for it as long as for others.
  void onControlLost() {
    untilNs = Math.min(untilNs, clock.nowNs() + FORMER_CONTROLLER_NS);
  }

  /// The broker is fenced.
  void end() {
    untilNs = clock.nowNs();
  }
}
