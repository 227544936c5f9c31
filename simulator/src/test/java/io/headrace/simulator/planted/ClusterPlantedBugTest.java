package io.headrace.simulator.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.simulator.client.InvariantViolation;
import java.util.function.LongConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What [PlantedBugTest] is for one node, for clusters.
class ClusterPlantedBugTest {

  @ParameterizedTest
  @EnumSource
  void isFoundWithinItsNumberOfSeeds(ClusterPlantedBug bug) {
    assertThat(isFound(bug)).as("%s is found within %d seeds", bug, bug.seeds()).isTrue();
  }

  private static boolean isFound(ClusterPlantedBug bug) {
    LongConsumer planted = bug.plant();
    for (int seed = 0; seed < bug.seeds(); seed++) {
      try {
        planted.accept(seed);
      } catch (InvariantViolation found) {
        return true;
      }
    }
    return false;
  }
}
