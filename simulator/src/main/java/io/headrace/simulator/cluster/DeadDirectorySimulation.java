package io.headrace.simulator.cluster;

import static io.headrace.simulator.cluster.WatchedCluster.ANSWER_NS;
import static io.headrace.simulator.cluster.WatchedCluster.LEADER_NS;
import static io.headrace.simulator.cluster.WatchedCluster.PATIENCE_NS;
import static io.headrace.simulator.cluster.WatchedCluster.SECOND_NS;

import io.headrace.base.PartitionId;
import io.headrace.log.LogDirectory;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One run in which a node dies and comes back without one of its two log directories, and later
/// with both. Nothing else goes wrong.
public final class DeadDirectorySimulation {
  private static final long MS_NS = 1_000_000;
  private static final Path DYING = Path.of("/more");
  private static final ClusterPlan PLAN =
      ClusterPlan.of(3, 3, 5).withNodeSetting("log.dirs", "/data," + DYING);

  /// How a run ended well.
  ///
  /// @param historyHash the same for every run of the seed
  /// @param buried replicas in the dead directory
  public record Outcome(long historyHash, int buried) {}

  private final WatchedCluster watched;
  private final SimulatedCluster cluster;
  private final ClusterLoad load;
  private final SimulatedRandom random;

  private DeadDirectorySimulation(WatchedCluster watched) {
    this.watched = watched;
    this.cluster = watched.cluster();
    this.load = watched.load();
    this.random = watched.random();
    cluster
        .nodes()
        .forEach(node ->
            node.onDeath(() -> watched.world().after(random.between(0, 500 * MS_NS), node::start)));
  }

  /// Runs a seed.
  ///
  /// @throws InvariantViolation if a promise is broken
  public static Outcome run(long seed) {
    return WatchedCluster.run(seed, PLAN, watched -> new DeadDirectorySimulation(watched).run());
  }

  private Outcome run() {
    load.leaveInPeace();
    watched.awaitAnswers("the first answers", PATIENCE_NS);
    watched.advance(random.between(MS_NS, 2 * SECOND_NS));
    ClusterNode node = victim();
    loseDirectory(node);
    if (!node.hasFailedDirectory()) {
      throw new InvariantViolation("node " + node.id() + " has a directory that is dead");
    }
    List<PartitionId> buried = buried(node);
    watched.await(
        "others to do without what is dead in node " + node.id(),
        () -> buried.stream().noneMatch(id -> isCountedOn(node, id)),
        LEADER_NS);
    watched.await(
        "the cluster to know what is dead in node " + node.id(),
        () -> buried.stream().allMatch(id -> isKnownToBeOffline(node, id)),
        LEADER_NS);
    watched.awaitAnswers("what was sent to be acknowledged", ANSWER_NS);
    watched.advance(random.between(MS_NS, 2 * SECOND_NS));
    node.machine().disk().dead(_ -> false);
    restart(node, "with all it has");
    watched.checkThatItHeals();
    watched.awaitAnswers("what was sent afterwards to be acknowledged", ANSWER_NS);
    watched.checkAccount();
    return new Outcome(watched.world().historyHash(), buried.size());
  }

  /// While it runs, if something is written there soon, or before it starts again.
  private void loseDirectory(ClusterNode node) {
    SimulatedDisk disk = node.machine().disk();
    if (random.oneIn(2)) {
      watched.tell("node %d loses %s as it runs".formatted(node.id(), DYING));
      disk.failSyncs(1, path -> path.startsWith(DYING));
      long untilNs = watched.world().nowNs() + SECOND_NS;
      watched.await(
          "a failing sync",
          () -> node.hasFailedDirectory() || watched.world().nowNs() >= untilNs,
          2 * SECOND_NS);
      disk.failSyncs(0, _ -> false);
    }
    if (!node.hasFailedDirectory()) {
      disk.dead(path -> path.startsWith(DYING));
      restart(node, "without " + DYING);
    }
  }

  /// One that has something to lose, if there is one.
  private ClusterNode victim() {
    List<ClusterNode> such =
        cluster.nodes().stream()
            .filter(node -> !node.directories().getLast().logs().isEmpty())
            .toList();
    List<ClusterNode> all = such.isEmpty() ? cluster.nodes() : such;
    return all.get(random.nextInt(all.size()));
  }

  private void restart(ClusterNode node, String how) {
    watched.tell("node %d is started again %s".formatted(node.id(), how));
    if (random.oneIn(2)) {
      node.cutPower();
    } else {
      node.kill();
    }
    watched.await("the nodes to be ready", cluster::allReady, PATIENCE_NS);
  }

  /// Replicas that others hold too, in directories that are out of service.
  private List<PartitionId> buried(ClusterNode node) {
    List<PartitionId> buried = new ArrayList<>();
    for (TopicImage topic : cluster.latestImage().topics()) {
      for (PartitionImage partition : topic.partitions()) {
        var id = new PartitionId(topic.id(), partition.partition());
        if (partition.replicas().size() > 1
            && node.directories().stream().anyMatch(each -> isDead(each) && each.has(id))) {
          buried.add(id);
        }
      }
    }
    return buried;
  }

  private static boolean isDead(LogDirectory directory) {
    return directory.offlineCause() != null;
  }

  private boolean isKnownToBeOffline(ClusterNode node, PartitionId id) {
    ClusterImage image = cluster.latestImage();
    BrokerImage broker = image.broker(node.id());
    PartitionImage partition = image.partition(id);
    return partition == null || (broker != null && broker.isOffline(id));
  }

  private boolean isCountedOn(ClusterNode node, PartitionId id) {
    PartitionImage partition = cluster.latestImage().partition(id);
    return partition != null
        && (partition.leader() < 0
            || partition.leader() == node.id()
            || partition.inSync().contains(node.id()));
  }
}
