package io.headrace.simulator.cluster;

import static io.headrace.simulator.cluster.WatchedCluster.ANSWER_NS;
import static io.headrace.simulator.cluster.WatchedCluster.PATIENCE_NS;
import static io.headrace.simulator.cluster.WatchedCluster.SECOND_NS;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One run in which the nodes of a cluster with many partitions are stopped and started one after
/// the other, as an operator does who brings a new release, while each partition is written to. Now
/// and then a node is too busy to do anything for a moment. No partition may stand still for it.
public final class RollingRestartSimulation {
  private static final long MS_NS = 1_000_000;

  /// More than the logs that a node makes in one turn.
  private static final int PARTITIONS = 300;

  private static final long STOP_NS = 12 * SECOND_NS;

  private static final ClusterPlan PLAN = ClusterPlan.of(3).withPartitions(PARTITIONS);

  /// How a run ended well.
  ///
  /// @param historyHash the same for every run of the seed
  /// @param acknowledged batches and commits
  public record Outcome(long historyHash, int acknowledged) {}

  private final WatchedCluster watched;
  private final SimulatedCluster cluster;
  private final SimulatedRandom random;
  private final long longestPauseNs;
  private boolean over;

  private RollingRestartSimulation(WatchedCluster watched) {
    this.watched = watched;
    this.cluster = watched.cluster();
    this.random = watched.random();
    this.longestPauseNs = random.between(2 * MS_NS, 400 * MS_NS);
  }

  /// Runs a seed.
  ///
  /// @throws InvariantViolation if a promise is broken
  public static Outcome run(long seed) {
    return WatchedCluster.run(seed, PLAN, watched -> new RollingRestartSimulation(watched).run());
  }

  private Outcome run() {
    watched.load().leaveInPeace();
    watched.awaitAnswers("the first answers", PATIENCE_NS);
    keepBusy();
    List<ClusterNode> nodes = new ArrayList<>(cluster.nodes());
    Collections.rotate(nodes, random.nextInt(nodes.size()));
    nodes.forEach(this::restart);
    over = true;
    watched.checkThatItHeals();
    cluster.nodes().forEach(node -> node.onDeath(() -> watched.world().after(MS_NS, node::start)));
    watched.checkAccount();
    return new Outcome(watched.world().historyHash(), watched.load().acknowledged());
  }

  private void restart(ClusterNode node) {
    watched.tell("node %d is stopped".formatted(node.id()));
    node.stop();
    watched.await("node " + node.id() + " to stop", () -> !node.alive(), STOP_NS);
    watched.awaitAnswers("the others to answer for node " + node.id(), ANSWER_NS);
    watched.advance(random.between(MS_NS, SECOND_NS));
    watched.tell("node %d is started".formatted(node.id()));
    node.start();
    watched.await("node " + node.id() + " to be ready", node::ready, PATIENCE_NS);
    watched.awaitAnswers("answers while node " + node.id() + " comes back", ANSWER_NS);
    watched.await("all replicas to be in sync", cluster::allInSync, ANSWER_NS);
  }

  /// Some node does nothing for a moment, as if its processor were somebody else's.
  private void keepBusy() {
    if (!over) {
      ClusterNode node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
      node.machine().life().pause(random.between(MS_NS, longestPauseNs));
      watched.world().after(random.between(MS_NS, 2 * longestPauseNs), this::keepBusy);
    }
  }
}
