package io.headrace.simulator.planted;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What [PlantedBugTest] is for one node, for clusters.
class ClusterPlantedBugTest {

  @ParameterizedTest
  @EnumSource
  void isFoundWithinItsNumberOfSeeds(ClusterPlantedBug bug) {
    assertThat(SeedsUntilFound.of(bug.plant(), bug.seeds()))
        .as("seeds until %s is found", bug)
        .isLessThanOrEqualTo(bug.seeds());
  }
}
