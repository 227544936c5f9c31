package io.headrace.quorum;

import java.util.Random;
import java.util.random.RandomGenerator;

/// The engine's own stream of chance (SplitMix64, Steele et al. 2014), from one seed.
final class EngineChance implements RandomGenerator {
  private long state;

  private EngineChance(long seed) {
    this.state = seed;
  }

  static Random from(long seed) {
    return Random.from(new EngineChance(seed));
  }

  @Override
  public long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
