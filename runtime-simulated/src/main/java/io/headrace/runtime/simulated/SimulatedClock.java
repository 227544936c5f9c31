package io.headrace.runtime.simulated;

import io.headrace.runtime.Clock;

/// A machine's clock: monotonic time is the world's, the wall clock can be made to jump.
public final class SimulatedClock implements Clock {
  private final SimulatedWorld world;
  private long wallOffsetMs = SimulatedWorld.EPOCH_MS;

  public SimulatedClock(SimulatedWorld world) {
    this.world = world;
  }

  @Override
  public long nowNs() {
    return world.nowNs();
  }

  @Override
  public long wallMs() {
    return wallOffsetMs + world.nowNs() / 1_000_000;
  }

  /// Sets the wall clock forward, or back if negative.
  public void jump(long deltaMs) {
    wallOffsetMs += deltaMs;
  }
}
