package io.headrace.simulator.cluster;

import io.headrace.simulator.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A disk that rots and is lost, by seed. `-Dheadrace.disk.seeds=N` runs as many,
/// `-Dheadrace.disk.seed=S` one of them.
class FrailDiskSimulationTest {

  @TestFactory
  Stream<DynamicTest> oneBadDiskCostsNothing() {
    return new Seeds(getClass(), "headrace.disk.seed", 20).tests(FrailDiskSimulation::run);
  }
}
