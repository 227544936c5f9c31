package io.headrace.runtime.simulated;

import io.headrace.runtime.RandomSource;

/// Chance from a seed (SplitMix64, Steele and others 2014).
public final class SimulatedRandom implements RandomSource {
  private long state;

  public SimulatedRandom(long seed) {
    this.state = seed;
  }

  @Override
  public long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive: " + bound);
    }
    return (int) Long.remainderUnsigned(nextLong(), bound);
  }

  /// True once in `n` times on average; never if `n` is 0.
  public boolean oneIn(int n) {
    return n > 0 && nextInt(n) == 0;
  }

  /// Uniform in `[low, high]`.
  public long between(long low, long high) {
    return low + Long.remainderUnsigned(nextLong(), high - low + 1);
  }

  /// A source of its own, so that drawing more from one place does not shift all others.
  public SimulatedRandom fork() {
    return new SimulatedRandom(nextLong());
  }
}
