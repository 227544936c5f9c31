package io.headrace.simulator.cluster;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.client.InvariantViolation;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// A cluster, its clients, and whoever looks after every event whether a promise is broken: what
/// all runs have in common.
final class WatchedCluster {
  static final long SECOND_NS = 1_000_000_000L;

  /// Nothing that is waited for takes longer.
  static final long PATIENCE_NS = 60 * SECOND_NS;

  /// So soon after all is well again somebody leads the metadata quorum, and all others know it; so
  /// soon after the session of a silent node what it led is led by others.
  static final long LEADER_NS = 2 * SECOND_NS;

  /// So soon after all is well again everything that was sent is answered.
  static final long ANSWER_NS = 5 * SECOND_NS;

  /// So long a node may be silent before it is taken for gone.
  static final long SESSION_NS = 3 * SECOND_NS;

  /// Twice as long as who is behind may be so.
  private static final long CALM_NS = 3 * SECOND_NS;

  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final SimulatedCluster cluster;
  private final ImageWatch images;
  private final CopyWatch copies;
  private final ClusterLoad load;
  private String story = "";

  private WatchedCluster(long seed, ClusterPlan plan) {
    world = new SimulatedWorld(seed);
    random = world.random().fork();
    int size = plan.sizes().get(random.nextInt(plan.sizes().size()));
    cluster = new SimulatedCluster(world, size, plan.nodeSettings());
    images = new ImageWatch(cluster);
    copies = new CopyWatch(cluster, Math.min(2, size));
    load = new ClusterLoad(cluster, plan, random.fork(), copies::onAcknowledged);
  }

  /// Starts a cluster and its clients, lets `run` do with them what it does, and returns what comes
  /// of it.
  ///
  /// @throws InvariantViolation if a promise is broken
  static <R> R run(long seed, ClusterPlan plan, Function<WatchedCluster, R> run) {
    var watched = new WatchedCluster(seed, plan);
    try {
      watched.begin();
      return run.apply(watched);
    } catch (InvariantViolation broken) {
      throw new InvariantViolation(
          "after %d ms: %s\n%s%s"
              .formatted(
                  watched.world.nowNs() / 1_000_000,
                  broken.getMessage(),
                  watched.story,
                  watched.cluster),
          broken);
    }
  }

  private void begin() {
    cluster.startAll();
    await("the nodes to be ready", cluster::allReady, PATIENCE_NS);
    load.begin();
    await("the topics to be made", load::begun, PATIENCE_NS);
  }

  SimulatedWorld world() {
    return world;
  }

  /// What the run itself draws from.
  SimulatedRandom random() {
    return random;
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  ClusterLoad load() {
    return load;
  }

  /// Takes down what happens, for whoever reads of a failure.
  void tell(String what) {
    story += "at " + world.nowNs() / 1_000_000 + " ms: " + what + "\n";
  }

  /// Waits until each producer has been answered what it waits for now.
  void awaitAnswers(String what, long limitNs) {
    int[] begun = load.batches();
    await(what, () -> load.answered(begun), limitNs);
  }

  /// All is well again from now on: so it is for clients soon.
  void checkThatItHeals() {
    long wellNs = world.nowNs();
    int[] begun = load.batches();
    await("a controller", cluster::hasController, LEADER_NS);
    await(
        "what was sent to be acknowledged",
        () -> load.answered(begun),
        wellNs + ANSWER_NS - world.nowNs());
  }

  /// All is well: soon all replicas are in sync, those of idle partitions too, and nobody falls
  /// behind any more.
  void checkThatAllStayInSync() {
    long[] sinceNs = {world.nowNs()};
    await(
        "all replicas to be in sync, and to stay so",
        () -> {
          if (!cluster.allInSync()) {
            sinceNs[0] = world.nowNs();
          }
          return world.nowNs() - sinceNs[0] >= CALM_NS;
        },
        ANSWER_NS + CALM_NS);
  }

  /// Ends the load, cuts the power of all, and looks whether everything is there; whoever runs this
  /// starts again what dies.
  void checkAccount() {
    load.stop();
    await("every batch to be acknowledged", load::idle, PATIENCE_NS);
    await("every batch to be read", load::allRead, ANSWER_NS);
    cluster.nodes().forEach(ClusterNode::cutPower);
    load.lookAgain();
    await("the nodes to be ready again", cluster::allReady, PATIENCE_NS);
    await("every record to be read", load::seenAgain, PATIENCE_NS);
    load.check();
    var all = new Copies(cluster);
    await("all replicas to be in sync", all::inSync, PATIENCE_NS);
    advance(SECOND_NS);
    awaitRepairOf(all);
    await("all replicas to be alike", all::inSync, PATIENCE_NS);
    all.check();
    checkPreferredLeaders();
    new AtRest(cluster).check();
  }

  /// All are in sync, so each can lead what it is to lead.
  private void checkPreferredLeaders() {
    boolean[] elected = new boolean[1];
    load.electPreferred(() -> elected[0] = true);
    await("an election of preferred leaders", () -> elected[0], ANSWER_NS);
    await("preferred leaders", cluster::isLedAsPreferred, ANSWER_NS);
  }

  /// What rotted, and nobody read since, is found by being read now.
  private void awaitRepairOf(Copies all) {
    for (long waitedNs = 0; !all.areWhole(); waitedNs += SECOND_NS) {
      if (waitedNs > PATIENCE_NS) {
        throw new InvariantViolation("what rotted is not repaired");
      }
      advance(SECOND_NS);
    }
  }

  void advance(long durationNs) {
    long untilNs = world.nowNs() + durationNs;
    await("nothing", () -> world.nowNs() >= untilNs, durationNs + SECOND_NS);
  }

  void await(String what, BooleanSupplier done, long limitNs) {
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
    images.look();
    copies.look();
  }
}
