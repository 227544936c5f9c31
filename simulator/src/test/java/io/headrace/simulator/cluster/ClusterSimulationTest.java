package io.headrace.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.simulator.OtherProcess;
import io.headrace.simulator.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Whole clusters, by seed. `-Dheadrace.cluster.seeds=N` runs as many, `-Dheadrace.cluster.seed=S`
/// one of them.
class ClusterSimulationTest {

  @TestFactory
  Stream<DynamicTest> thePromisesHold() {
    return new Seeds(getClass(), "headrace.cluster.seed", 100).tests(ClusterSimulation::run);
  }

  /// In the other order there, so that a seed does not build on what one before it left.
  @Test
  void theSameSeedGivesTheSameHistoryInAnotherProcess(@TempDir Path scratch) throws Exception {
    List<Long> seeds = LongStream.range(0, 5).boxed().toList();
    List<String> there = OtherProcess.outcomes(ClusterSimulation.class, seeds.reversed(), scratch);
    assertThat(there.reversed())
        .isEqualTo(seeds.stream().map(seed -> ClusterSimulation.run(seed).toString()).toList());
  }
}
