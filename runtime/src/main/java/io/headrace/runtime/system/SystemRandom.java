package io.headrace.runtime.system;

import io.headrace.runtime.RandomSource;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/// Chance, seeded once by the operating system. Not for secrets.
///
/// Runs on: the one thread that owns it.
public final class SystemRandom implements RandomSource {

  private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  @Override
  public int nextInt(int bound) {
    return random.nextInt(bound);
  }
}
