package io.headrace.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whole clusters, by seed. `-Dheadrace.cluster.seeds=N` runs as many, `-Dheadrace.cluster.seed=S`
/// one of them.
class ClusterSimulationTest {
  private static final long SEEDS = Long.getLong("headrace.cluster.seeds", 100);
  private static final Long ONE = Long.getLong("headrace.cluster.seed");
  private static final int GROUP = 50;

  @TestFactory
  Stream<DynamicTest> thePromisesHold() {
    if (ONE != null) {
      return Stream.of(DynamicTest.dynamicTest("seed " + ONE, () -> run(ONE)));
    }
    return LongStream.range(0, (SEEDS + GROUP - 1) / GROUP)
        .mapToObj(group ->
            DynamicTest.dynamicTest(
                "seeds from " + group * GROUP,
                () ->
                    LongStream.range(group * GROUP, Math.min(SEEDS, (group + 1) * GROUP))
                        .forEach(ClusterSimulationTest::run)));
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(ClusterSimulation.run(seed)).isEqualTo(ClusterSimulation.run(seed));
    }
  }

  static ClusterSimulation.Outcome run(long seed) {
    try {
      return ClusterSimulation.run(seed);
    } catch (RuntimeException | Error e) {
      return fail(
          "seed " + seed + " (repeat it: ./build -Dheadrace.cluster.seed=" + seed + "): " + e, e);
    }
  }
}
