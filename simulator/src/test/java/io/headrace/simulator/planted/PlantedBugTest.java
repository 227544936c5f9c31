package io.headrace.simulator.planted;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The simulator is worth what it finds: every planted bug, within a stated number of seeds.
class PlantedBugTest {

  @ParameterizedTest
  @EnumSource
  void isFoundWithinItsNumberOfSeeds(PlantedBug bug) {
    assertThat(SeedsUntilFound.of(bug.plant(), bug.seeds()))
        .as("seeds until %s is found", bug)
        .isLessThanOrEqualTo(bug.seeds());
  }
}
