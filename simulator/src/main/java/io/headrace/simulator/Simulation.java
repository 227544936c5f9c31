package io.headrace.simulator;

import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.workload.DamageLedger;
import io.headrace.simulator.workload.Retry;
import io.headrace.simulator.workload.Stage;
import io.headrace.simulator.workload.Workload;
import java.util.List;
import java.util.function.BooleanSupplier;

/// One run: a node, its clients, and what befalls them, all from one seed.
///
/// First the [Workload]s that the seed chose begin, and work while [Fate] strikes; then fate rests,
/// they come to an end, perhaps some bits are flipped, the power is cut once more, the node gets a
/// quiet while for its own work, and everything is looked at again.
public final class Simulation {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long STORM_NS = 3 * SECOND_NS;
  private static final long QUIET_NS = 3 * SECOND_NS;
  private static final long REST_NS = SECOND_NS;
  private static final long PATIENCE_NS = 120 * SECOND_NS;
  private static final int SOUND_ONE_IN = 3;
  private static final int MAX_FLIPPED_BITS = 6;

  /// How a run ended well.
  ///
  /// @param historyHash the same for every run of the seed
  /// @param acknowledged what was acknowledged as durable: batches and commits
  /// @param reads records read
  /// @param blows what went wrong
  public record Outcome(long historyHash, int acknowledged, int reads, int blows) {}

  private final SimulatedWorld world;
  private final SimulatedMachine machine;
  private final ClockWatch clock;
  private final SimulatedNode node;
  private final SimulatedRandom random;
  private final DamageLedger damage = new DamageLedger();
  private final List<Workload> workloads;

  private Simulation(long seed, Sabotage sabotage) {
    world = new SimulatedWorld(seed);
    machine = new SimulatedMachine(world);
    clock = new ClockWatch(machine.clock());
    sabotage.disk(machine.disk());
    node = new SimulatedNode(world, machine, clock, sabotage);
    random = world.random().fork();
    Retry retry = sabotage.forgetsProducers() ? Retry.BLIND : Retry.IDEMPOTENT;
    workloads =
        Repertoire.chosenBy(
            random, new Stage(world, node, damage, clock, sabotage::topicConfigs, retry));
  }

  /// Runs a seed.
  ///
  /// @throws InvariantViolation if a promise is broken
  public static Outcome run(long seed) {
    return run(seed, Sabotage.NONE);
  }

  /// Runs a seed with a planted bug.
  public static Outcome run(long seed, Sabotage sabotage) {
    return new Simulation(seed, sabotage).run();
  }

  private Outcome run() {
    node.start();
    workloads.forEach(Workload::begin);
    await("the workloads to begin", () -> workloads.stream().allMatch(Workload::begun));
    Fate fate = new Fate(world, machine, node, clock);
    fate.start();
    advance(STORM_NS);
    fate.end();
    workloads.forEach(Workload::stop);
    await("everything to have an outcome", () -> workloads.stream().allMatch(Workload::idle));
    flipBits();
    node.cutPower();
    await("the node to come back", node::running);
    advance(QUIET_NS);
    workloads.forEach(Workload::lookAgain);
    await("everything to be seen", () -> workloads.stream().allMatch(Workload::satisfied));
    advance(REST_NS);
    node.checkNothingLeaks(fate.blows() == 0);
    var tally =
        workloads.stream()
            .map(Workload::tally)
            .reduce(new Workload.Tally(0, 0), Workload.Tally::plus);
    return new Outcome(world.historyHash(), tally.acknowledged(), tally.reads(), fate.blows());
  }

  private void flipBits() {
    if (!random.oneIn(SOUND_ONE_IN)) {
      new Rot(machine.disk(), node.clientsLogs(), damage, random)
          .flipBits(random.nextInt(MAX_FLIPPED_BITS + 1));
    }
  }

  private void advance(long durationNs) {
    world.advance(durationNs);
    node.checkSane();
  }

  private void await(String what, BooleanSupplier done) {
    boolean came = world.runUntil(() -> done.getAsBoolean() || node.insane(), PATIENCE_NS);
    node.checkSane();
    if (!came) {
      throw new InvariantViolation(
          "waited " + PATIENCE_NS / SECOND_NS + " simulated seconds in vain for " + what);
    }
  }
}
