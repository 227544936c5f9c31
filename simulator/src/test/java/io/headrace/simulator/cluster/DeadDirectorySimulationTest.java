package io.headrace.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.simulator.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A node that starts without one of its log directories, by seed. `-Dheadrace.dead.seeds=N` runs
/// as many, `-Dheadrace.dead.seed=S` one of them.
class DeadDirectorySimulationTest {

  @TestFactory
  Stream<DynamicTest> othersDoWithoutItUntilItIsBack() {
    return new Seeds(getClass(), "headrace.dead.seed", 10).tests(DeadDirectorySimulation::run);
  }

  @Test
  void thereAreReplicasInIt() {
    assertThat(DeadDirectorySimulation.run(1).buried()).isPositive();
  }
}
