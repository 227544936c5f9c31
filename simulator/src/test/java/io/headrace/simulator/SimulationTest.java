package io.headrace.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Seeds by the hundred. `-Dheadrace.seeds=N` runs as many, `-Dheadrace.seed=S` one of them.
class SimulationTest {

  @TestFactory
  Stream<DynamicTest> thePromisesHold() {
    return new Seeds(getClass(), "headrace.seed", 200).tests(Simulation::run);
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(Simulation.run(seed)).isEqualTo(Simulation.run(seed));
    }
  }
}
