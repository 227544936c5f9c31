package io.headrace.simulator.cluster;

import static io.headrace.simulator.cluster.WatchedCluster.LEADER_NS;
import static io.headrace.simulator.cluster.WatchedCluster.PATIENCE_NS;
import static io.headrace.simulator.cluster.WatchedCluster.SECOND_NS;
import static io.headrace.simulator.cluster.WatchedCluster.SESSION_NS;

import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import java.util.List;

/// One run: a cluster, its clients, and what befalls them, all from one seed.
public final class ClusterSimulation {
  private static final long STORM_NS = 4 * SECOND_NS;

  /// So soon a node that was asked to stop is gone.
  private static final long HAND_OVER_NS = 3 * SECOND_NS;

  private static final ClusterPlan PLAN = ClusterPlan.of(1, 3, 3, 3, 5).withSideTopics();

  /// How a run ended well.
  ///
  /// @param historyHash the same for every run of the seed
  /// @param acknowledged batches and commits
  /// @param reads records read
  /// @param blows what went wrong
  public record Outcome(long historyHash, int acknowledged, int reads, int blows) {}

  private final WatchedCluster watched;
  private final SimulatedCluster cluster;
  private final ClusterLoad load;
  private final ClusterFate fate;

  private ClusterSimulation(WatchedCluster watched) {
    this.watched = watched;
    this.cluster = watched.cluster();
    this.load = watched.load();
    this.fate = new ClusterFate(cluster, watched.random().fork());
  }

  /// Runs a seed.
  ///
  /// @throws InvariantViolation if a promise is broken
  public static Outcome run(long seed) {
    return WatchedCluster.run(seed, PLAN, watched -> new ClusterSimulation(watched).run());
  }

  private Outcome run() {
    fate.start();
    watched.advance(STORM_NS);
    fate.end();
    load.leaveInPeace();
    watched.checkThatItHeals();
    if (watched.random().oneIn(2)) {
      checkThatOthersGoOn();
    }
    watched.checkAccount();
    return new Outcome(
        watched.world().historyHash(), load.acknowledged(), load.reads(), fate.blows());
  }

  /// A node goes without a word or hands over what it leads first, and stays away.
  private void checkThatOthersGoOn() {
    SimulatedRandom random = watched.random();
    List<ClusterNode> dispensable =
        cluster.nodes().stream().filter(node -> load.canDoWithout(node.id())).toList();
    if (dispensable.isEmpty()) {
      return;
    }
    ClusterNode leaving = dispensable.get(random.nextInt(dispensable.size()));
    if (random.oneIn(2)) {
      fate.sendAway(leaving);
      watched.await("node " + leaving.id() + " to hand over", () -> isGone(leaving), HAND_OVER_NS);
    } else {
      fate.takeAway(leaving);
    }
    int[] begun = load.batches();
    watched.await("leaders of what a node led", load::isLed, SESSION_NS + LEADER_NS);
    // How long that takes is up to clients: they ask the missing node again and again.
    watched.await("the others to go on without it", () -> load.answered(begun), PATIENCE_NS);
    fate.bringBack();
  }

  /// Who was asked to stop, while all is well, is let go when others lead what it led, not before.
  private boolean isGone(ClusterNode leaving) {
    ClusterImage image = cluster.latestImage();
    BrokerImage broker = image.broker(leaving.id());
    if (!leaving.alive() || (broker != null && broker.fenced())) {
      requireNothingLed(image, leaving.id());
    }
    return !leaving.alive();
  }

  private static void requireNothingLed(ClusterImage image, int gone) {
    for (TopicImage topic : image.topics()) {
      for (PartitionImage partition : topic.partitions()) {
        boolean othersCan =
            partition.inSync().stream().anyMatch(each -> each != gone && isInService(image, each));
        if (partition.leader() == gone && othersCan) {
          throw new InvariantViolation(
              "node %d was asked to stop, and goes while it leads %s: %s"
                  .formatted(gone, topic.name(), partition));
        }
      }
    }
  }

  private static boolean isInService(ClusterImage image, int id) {
    BrokerImage broker = image.broker(id);
    return broker != null && broker.inService();
  }
}
