package io.headrace.simulator.cluster;

import io.headrace.simulator.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Rolling restarts with many partitions, by seed. `-Dheadrace.rolling.seeds=N` runs as many,
/// `-Dheadrace.rolling.seed=S` one of them.
class RollingRestartSimulationTest {

  @TestFactory
  Stream<DynamicTest> noPartitionStandsStillWhileNodesAreRestarted() {
    return new Seeds(getClass(), "headrace.rolling.seed", 2).tests(RollingRestartSimulation::run);
  }
}
