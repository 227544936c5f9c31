package io.headrace.simulator.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.simulator.client.InvariantViolation;
import java.util.function.LongConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The simulator is worth what it finds: every planted bug, within a stated number of seeds.
class PlantedBugTest {

  @ParameterizedTest
  @EnumSource
  void isFoundWithinItsNumberOfSeeds(PlantedBug bug) {
    assertThat(seedsUntilFound(bug))
        .as("seeds until %s is found", bug)
        .isLessThanOrEqualTo(bug.seeds());
  }

  private static int seedsUntilFound(PlantedBug bug) {
    LongConsumer planted = bug.plant();
    for (int seed = 0; seed < bug.seeds(); seed++) {
      try {
        planted.accept(seed);
      } catch (InvariantViolation found) {
        return seed + 1;
      }
    }
    return Integer.MAX_VALUE;
  }
}
