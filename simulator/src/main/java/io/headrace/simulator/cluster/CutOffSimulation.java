package io.headrace.simulator.cluster;

import static io.headrace.simulator.cluster.WatchedCluster.ANSWER_NS;
import static io.headrace.simulator.cluster.WatchedCluster.LEADER_NS;
import static io.headrace.simulator.cluster.WatchedCluster.SECOND_NS;
import static io.headrace.simulator.cluster.WatchedCluster.SESSION_NS;

import io.headrace.runtime.simulated.AfterCut;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.cluster.ClusterLoad.Pair;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One run in which a node is cut off from the other nodes for longer than a session lasts, while
/// clients reach all of them, or a follower from its leader alone; then the network is mended.
/// Nothing else goes wrong.
public final class CutOffSimulation {
  private static final long MS_NS = 1_000_000;
  private static final ClusterPlan PLAN = ClusterPlan.of(3, 3, 3, 5);

  /// So long at least the network is cut: a session, an election, and what it takes a client to
  /// find out.
  private static final long SHORTEST_NS = 6 * SECOND_NS;

  private static final int MAX_LOOKS = 5;

  /// What the node is when it is cut off, if there is such a node.
  private enum Role {
    CONTROLLER,
    LEADER,
    NEITHER
  }

  /// How a run ended well.
  ///
  /// @param historyHash the same for every run of the seed
  /// @param acknowledged batches and commits
  public record Outcome(long historyHash, int acknowledged) {}

  private final WatchedCluster watched;
  private final SimulatedCluster cluster;
  private final ClusterLoad load;
  private final SimulatedRandom random;

  private CutOffSimulation(WatchedCluster watched) {
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
    return WatchedCluster.run(seed, PLAN, watched -> new CutOffSimulation(watched).run());
  }

  private Outcome run() {
    load.leaveInPeace();
    watched.awaitAnswers("the first answers", WatchedCluster.PATIENCE_NS);
    watched.advance(random.between(MS_NS, 2 * SECOND_NS));
    switch (random.nextInt(4)) {
      case 0 -> cutOneFollowerOff();
      case 1 -> cutOneFollowerOffForAMoment();
      default -> cutOneNodeOff();
    }
    watched.checkThatItHeals();
    watched.awaitAnswers("what was sent afterwards to be acknowledged", ANSWER_NS);
    watched.checkThatAllStayInSync();
    watched.checkAccount();
    return new Outcome(watched.world().historyHash(), load.acknowledged());
  }

  /// A leader and one of its followers do not hear each other, and all others hear both: the
  /// follower is no longer waited for after its time.
  private void cutOneFollowerOff() {
    Pair pair = pairWithoutController();
    if (pair == null || !load.canDoWithout(pair.follower())) {
      return;
    }
    watched.tell("node %d does not hear node %d".formatted(pair.follower(), pair.leader()));
    cluster.network().afterCut(oneOf(AfterCut.values()));
    cluster
        .network()
        .cutBoth(cluster.node(pair.leader()).host(), cluster.node(pair.follower()).host());
    watched.awaitAnswers(
        "node %d not to be waited for".formatted(pair.follower()), SESSION_NS + LEADER_NS);
    cluster.network().heal();
    watched.tell("healed");
  }

  /// The follower comes back by another connection, and the leader may hear of the end of the one
  /// before long afterwards.
  private void cutOneFollowerOffForAMoment() {
    Pair pair = pairWithoutController();
    if (pair == null) {
      return;
    }
    AfterCut after = oneOf(AfterCut.values());
    watched.tell(
        "for a moment node %d does not hear node %d, what is sent arrives %s"
            .formatted(pair.follower(), pair.leader(), after));
    cluster.network().afterCut(after);
    cluster
        .network()
        .cutBoth(cluster.node(pair.leader()).host(), cluster.node(pair.follower()).host());
    watched.advance(random.between(100 * MS_NS, 3 * SECOND_NS));
    cluster.network().heal();
    watched.tell("healed");
  }

  /// Where the controller is one of the two, more than one partition is concerned.
  private @Nullable Pair pairWithoutController() {
    Pair pair = load.leaderAndFollower(random);
    for (int i = 0; i < MAX_LOOKS && pair != null && hasController(pair); i++) {
      pair = load.leaderAndFollower(random);
    }
    return pair;
  }

  private boolean hasController(Pair pair) {
    int controller = cluster.latestImage().controllerId();
    return pair.leader() == controller || pair.follower() == controller;
  }

  private void cutOneNodeOff() {
    AfterCut after = oneOf(AfterCut.values());
    Role role = oneOf(Role.values());
    Ways ways = oneOf(Ways.values());
    ClusterNode node = victim(role);
    watched.tell(
        "node %d is cut off, as %s, %s, what is sent arrives %s"
            .formatted(node.id(), role, ways, after));
    cluster.network().afterCut(after);
    cluster.isolate(node, ways);
    long healsNs = watched.world().nowNs() + SHORTEST_NS + random.between(0, 2 * SECOND_NS);
    if (ways == Ways.BOTH) {
      int[] begun = load.batches();
      watched.await(
          "others to lead what node %d led".formatted(node.id()),
          () -> load.isLedWithout(node.id()),
          SESSION_NS + LEADER_NS);
      watched.await(
          "others to answer for node %d".formatted(node.id()),
          () -> load.answered(begun),
          healsNs - watched.world().nowNs());
    }
    watched.advance(healsNs - watched.world().nowNs());
    cluster.network().heal();
    watched.tell("healed");
  }

  private ClusterNode victim(Role role) {
    Predicate<ClusterNode> leads = node -> !node.leads().isEmpty();
    Predicate<ClusterNode> controls = node -> node.image().controllerId() == node.id();
    Predicate<ClusterNode> wanted =
        switch (role) {
          case CONTROLLER -> controls;
          case LEADER -> leads.and(controls.negate());
          case NEITHER -> leads.or(controls).negate();
        };
    List<ClusterNode> such = cluster.nodes().stream().filter(wanted).toList();
    List<ClusterNode> all = such.isEmpty() ? cluster.nodes() : such;
    return all.get(random.nextInt(all.size()));
  }

  private <T> T oneOf(T[] all) {
    return all[random.nextInt(all.length)];
  }
}
