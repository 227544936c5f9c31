package io.headrace.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.simulator.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whole clusters, by seed. `-Dheadrace.cluster.seeds=N` runs as many, `-Dheadrace.cluster.seed=S`
/// one of them.
class ClusterSimulationTest {

  @TestFactory
  Stream<DynamicTest> thePromisesHold() {
    return new Seeds(getClass(), "headrace.cluster.seed", 100).tests(ClusterSimulation::run);
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(ClusterSimulation.run(seed)).isEqualTo(ClusterSimulation.run(seed));
    }
  }
}
