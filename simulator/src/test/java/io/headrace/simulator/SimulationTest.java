package io.headrace.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Seeds by the hundred. `-Dheadrace.seeds=N` runs as many, `-Dheadrace.seed=S` one of them.
class SimulationTest {
  private static final long SEEDS = Long.getLong("headrace.seeds", 200);
  private static final Long ONE = Long.getLong("headrace.seed");
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
                        .forEach(SimulationTest::run)));
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(Simulation.run(seed)).isEqualTo(Simulation.run(seed));
    }
  }

  static Simulation.Outcome run(long seed) {
    try {
      return Simulation.run(seed);
    } catch (RuntimeException | Error e) {
      return fail("seed " + seed + " (repeat it: ./build -Dheadrace.seed=" + seed + "): " + e, e);
    }
  }
}
