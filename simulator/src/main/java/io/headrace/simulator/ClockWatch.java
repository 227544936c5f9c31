package io.headrace.simulator;

import io.headrace.runtime.simulated.SimulatedClock;
import io.headrace.simulator.workload.NodeClock;

/// Makes the machine's wall clock jump, and keeps account of what the node can believe.
final class ClockWatch implements NodeClock {
  private final SimulatedClock clock;
  private long lifeBeganNs;
  private long wallAtBeginningMs;
  private long latestOfEarlierLivesMs = Long.MIN_VALUE;
  private long jumpedMs;
  private boolean jumped;

  ClockWatch(SimulatedClock clock) {
    this.clock = clock;
    onStart();
  }

  /// A new life of the node begins.
  void onStart() {
    latestOfEarlierLivesMs = latestBelievableMs();
    lifeBeganNs = clock.nowNs();
    wallAtBeginningMs = clock.wallMs();
  }

  /// @param settled whether the node has looked at its clock already
  void jump(long deltaMs, boolean settled) {
    jumped = true;
    jumpedMs += deltaMs;
    clock.jump(deltaMs);
    if (!settled) {
      wallAtBeginningMs = Math.max(wallAtBeginningMs, clock.wallMs());
    }
  }

  /// Somebody sets the clock right.
  void mend() {
    clock.jump(-jumpedMs);
    jumpedMs = 0;
  }

  @Override
  public long latestBelievableMs() {
    long sinceMs = (clock.nowNs() - lifeBeganNs) / 1_000_000;
    return Math.max(latestOfEarlierLivesMs, wallAtBeginningMs + 2 * sinceMs);
  }

  @Override
  public boolean hasJumped() {
    return jumped;
  }
}
