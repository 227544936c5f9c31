package io.headrace.simulator.planted;

import io.headrace.simulator.client.InvariantViolation;
import java.util.function.LongConsumer;

/// How long it takes to find a planted bug.
final class SeedsUntilFound {

  private SeedsUntilFound() {}

  /// [Integer#MAX_VALUE] if the first `limit` seeds do not find it.
  static int of(LongConsumer planted, int limit) {
    for (int seed = 0; seed < limit; seed++) {
      try {
        planted.accept(seed);
      } catch (InvariantViolation found) {
        return seed + 1;
      }
    }
    return Integer.MAX_VALUE;
  }
}
