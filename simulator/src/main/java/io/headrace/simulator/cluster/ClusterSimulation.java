package io.headrace.simulator.cluster;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.client.InvariantViolation;
import java.util.List;
import java.util.function.BooleanSupplier;

/// One run: a cluster, its clients, and what befalls them, all from one seed.
public final class ClusterSimulation {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long PATIENCE_NS = 60 * SECOND_NS;
  private static final long STORM_NS = 4 * SECOND_NS;

  /// So soon after all is well again somebody leads the metadata quorum, and all others know it; so
  /// soon after the session of a silent node what it led is led by others.
  private static final long LEADER_NS = 2 * SECOND_NS;

  /// So soon after all is well again everything that was sent is answered.
  private static final long ANSWER_NS = 5 * SECOND_NS;

  /// So long a node may be silent before it is taken for gone.
  private static final long SESSION_NS = 3 * SECOND_NS;

  private static final int[] SIZES = {1, 3, 3, 3, 5};

  /// How a run ended well.
  ///
  /// @param historyHash the same for every run of the seed
  /// @param acknowledged batches and commits
  /// @param reads records read
  /// @param blows what went wrong
  public record Outcome(long historyHash, int acknowledged, int reads, int blows) {}

  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final SimulatedCluster cluster;
  private final ImageWatch images;
  private final CopyWatch copies;
  private final ClusterLoad load;
  private final ClusterFate fate;

  private ClusterSimulation(long seed) {
    world = new SimulatedWorld(seed);
    random = world.random().fork();
    int size = SIZES[random.nextInt(SIZES.length)];
    cluster = new SimulatedCluster(world, size);
    images = new ImageWatch(cluster);
    copies = new CopyWatch(cluster, Math.min(2, size));
    load = new ClusterLoad(cluster, random.fork(), copies::onAcknowledged);
    fate = new ClusterFate(cluster, random.fork());
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
    fate.start();
    advance(STORM_NS);
    fate.end();
    load.leaveInPeace();
    checkThatItHeals();
    if (random.oneIn(2)) {
      checkThatOthersGoOn();
    }
    load.stop();
    await("every batch to be acknowledged", load::idle, PATIENCE_NS);
    cluster.nodes().forEach(ClusterNode::cutPower);
    load.lookAgain();
    await("the nodes to be ready again", cluster::allReady, PATIENCE_NS);
    await("every record to be read", load::seenAgain, PATIENCE_NS);
    load.check();
    checkCopies();
    return new Outcome(world.historyHash(), load.acknowledged(), load.reads(), fate.blows());
  }

  private void checkThatItHeals() {
    long wellNs = world.nowNs();
    int[] answered = load.answered();
    await("a controller", cluster::hasController, LEADER_NS);
    await(
        "what was sent to be acknowledged",
        () -> load.answeredSince(answered),
        wellNs + ANSWER_NS - world.nowNs());
  }

  /// A node goes without a word, and stays away.
  private void checkThatOthersGoOn() {
    List<ClusterNode> dispensable =
        cluster.nodes().stream().filter(node -> load.canDoWithout(node.id())).toList();
    if (dispensable.isEmpty()) {
      return;
    }
    fate.takeAway(dispensable.get(random.nextInt(dispensable.size())));
    int[] answered = load.answered();
    await("leaders of what a node led", load::isLed, SESSION_NS + LEADER_NS);
    // How long that takes is up to clients: they ask the missing node again and again.
    await("the others to go on without it", () -> load.answeredSince(answered), PATIENCE_NS);
    fate.bringBack();
  }

  private void checkCopies() {
    var all = new Copies(cluster);
    await("all replicas to be in sync", all::inSync, PATIENCE_NS);
    advance(SECOND_NS);
    all.check();
    new AtRest(cluster).check();
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
    images.look();
    copies.look();
  }
}
