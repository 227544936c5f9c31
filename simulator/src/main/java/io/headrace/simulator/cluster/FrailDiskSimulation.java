package io.headrace.simulator.cluster;

import static io.headrace.simulator.cluster.WatchedCluster.SECOND_NS;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import java.util.List;

/// One run in which the disk of one node rots and is lost, while all that befalls others in a
/// [ClusterSimulation] goes on. Nobody who reads or writes may notice more than that a node is gone
/// for a while, and in the end its copies are as good as the others.
public final class FrailDiskSimulation {
  private static final long STORM_NS = 5 * SECOND_NS;
  private static final long READ_ANEW_NS = SECOND_NS * 7 / 10;

  /// What only one disk has would be lost with it.
  private static final ClusterPlan PLAN =
      ClusterPlan.of(3, 3, 3, 5)
          .withNodeSetting("log.dirs", "/data," + FrailDisk.SECOND_DIRECTORY)
          .withNodeSetting("min.insync.replicas", "2")
          .withTopicConfig("internal.segment.bytes", "20000");

  /// How a run ended well.
  ///
  /// @param historyHash the same for every run of the seed
  /// @param acknowledged batches and commits
  /// @param blows what went wrong with the one disk
  public record Outcome(long historyHash, int acknowledged, int blows) {}

  private final WatchedCluster watched;
  private final ClusterFate fate;
  private final FrailDisk disk;
  private boolean over;

  private FrailDiskSimulation(WatchedCluster watched) {
    this.watched = watched;
    SimulatedRandom random = watched.random();
    SimulatedCluster cluster = watched.cluster();
    List<ClusterNode> nodes = cluster.nodes();
    ClusterNode node = nodes.get(random.nextInt(nodes.size()));
    watched.tell("the disk of node %d is frail".formatted(node.id()));
    fate = new ClusterFate(cluster, random.fork());
    disk = new FrailDisk(cluster, node, random.fork(), watched::tell);
  }

  /// Runs a seed.
  ///
  /// @throws InvariantViolation if a promise is broken
  public static Outcome run(long seed) {
    return WatchedCluster.run(seed, PLAN, watched -> new FrailDiskSimulation(watched).run());
  }

  private Outcome run() {
    fate.start();
    disk.start();
    readAnew();
    watched.advance(STORM_NS);
    over = true;
    disk.end();
    fate.end();
    watched.load().leaveInPeace();
    watched.checkThatItHeals();
    watched.checkAccount();
    return new Outcome(watched.world().historyHash(), watched.load().acknowledged(), disk.blows());
  }

  /// What rots is found by who reads it.
  private void readAnew() {
    if (!over) {
      watched.load().readAnew();
      watched.world().after(READ_ANEW_NS, this::readAnew);
    }
  }
}
