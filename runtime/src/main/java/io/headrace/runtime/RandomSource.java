package io.headrace.runtime;

/// Chance. Production seeds it from the operating system; the simulator from its seed.
public interface RandomSource {

  long nextLong();

  /// Uniform in `[0, bound)`; `bound` is positive.
  int nextInt(int bound);
}
