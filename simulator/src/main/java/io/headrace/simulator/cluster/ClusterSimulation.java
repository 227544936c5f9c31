package io.headrace.simulator.cluster;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.client.InvariantViolation;
import java.util.function.BooleanSupplier;

/// One run: a cluster, its clients, and what befalls them, all from one seed.
public final class ClusterSimulation {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long PATIENCE_NS = 60 * SECOND_NS;
  private static final long STORM_NS = 4 * SECOND_NS;

  /// How a run ended well.
  ///
  /// @param historyHash the same for every run of the seed
  /// @param acknowledged batches
  /// @param reads records read
  public record Outcome(long historyHash, int acknowledged, int reads) {}

  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final SimulatedCluster cluster;
  private final ClusterLoad load;

  private ClusterSimulation(long seed) {
    world = new SimulatedWorld(seed);
    random = world.random().fork();
    cluster = new SimulatedCluster(world, new int[] {1, 3, 3, 3, 5}[random.nextInt(5)]);
    load = new ClusterLoad(cluster, random.fork());
  }

  /// Runs a seed.
  ///
  /// @throws InvariantViolation if a promise is broken
  public static Outcome run(long seed) {
    var simulation = new ClusterSimulation(seed);
    try {
      return simulation.run();
    } catch (InvariantViolation broken) {
      throw new InvariantViolation(
          "after %d ms: %s\n%s"
              .formatted(
                  simulation.world.nowNs() / 1_000_000, broken.getMessage(), simulation.cluster),
          broken);
    }
  }

  private Outcome run() {
    cluster.startAll();
    await("the nodes to be ready", cluster::allReady, PATIENCE_NS);
    load.begin();
    await("the topics to be made", load::begun, PATIENCE_NS);
    advance(STORM_NS);
    load.stop();
    await("every batch to be acknowledged", load::idle, PATIENCE_NS);
    await("every record to be read", load::allRead, PATIENCE_NS);
    return new Outcome(world.historyHash(), load.acknowledged(), load.reads());
  }

  private void advance(long durationNs) {
    long untilNs = world.nowNs() + durationNs;
    await("nothing", () -> world.nowNs() >= untilNs, 2 * durationNs);
  }

  private void await(String what, BooleanSupplier done, long limitNs) {
    boolean came =
        world.runUntil(
            () -> {
              checkSane();
              return done.getAsBoolean();
            },
            limitNs);
    if (!came) {
      throw new InvariantViolation(
          "waited %d ms in vain for %s: %s".formatted(limitNs / 1_000_000, what, load));
    }
  }

  private void checkSane() {
    cluster.nodes().forEach(ClusterNode::checkSane);
    load.checkSane();
  }
}
