package io.headrace.simulator.cluster;

import io.headrace.simulator.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A node that only clients reach, by seed. `-Dheadrace.cutoff.seeds=N` runs as many,
/// `-Dheadrace.cutoff.seed=S` one of them.
class CutOffSimulationTest {

  @TestFactory
  Stream<DynamicTest> clientsAreAnsweredWhileItIsCutOffAndSoonAfterwards() {
    return new Seeds(getClass(), "headrace.cutoff.seed", 25).tests(CutOffSimulation::run);
  }
}
