package io.headrace.simulator;

import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What goes wrong in a run, and when: all from the seed.
final class Fate {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int CALM_ONE_IN = 12;

  /// What may happen; a run draws from those that are possible in it, with equal chance.
  enum Blow {
    KILL,
    POWER_CUT,
    CRASH_IN_CALL,
    POWER_CUT_IN_CALL,
    FAILED_SYNC,
    FULL_DISK,
    WALL_CLOCK_JUMP,
    CLEAN_STOP
  }

  private final SimulatedWorld world;
  private final SimulatedMachine machine;
  private final SimulatedNode node;
  private final ClockWatch clock;
  private final SimulatedRandom random;
  private final List<Blow> possible;
  private int blows;
  private boolean over;

  Fate(SimulatedWorld world, SimulatedMachine machine, SimulatedNode node, ClockWatch clock) {
    this.clock = clock;
    this.world = world;
    this.machine = machine;
    this.node = node;
    this.random = world.random().fork();
    this.possible = possible();
  }

  /// Not every run meets everything: what a clock that jumps may excuse, others must not do.
  private List<Blow> possible() {
    if (random.oneIn(CALM_ONE_IN)) {
      return List.of();
    }
    List<Blow> all = new ArrayList<>(List.of(Blow.values()));
    if (random.oneIn(2)) {
      all.remove(Blow.WALL_CLOCK_JUMP);
    }
    return all;
  }

  void start() {
    world.after(random.between(SECOND_NS / 100, SECOND_NS), this::strike);
  }

  /// Nothing goes wrong from now on, and what is broken is repaired.
  void end() {
    over = true;
    machine.disk().dontCrash();
    machine.disk().failSyncs(0, path -> true);
    machine.disk().capacityBytes(Long.MAX_VALUE);
    clock.mend();
  }

  int blows() {
    return blows;
  }

  private void strike() {
    if (over) {
      return;
    }
    if (node.running() && !possible.isEmpty()) {
      blows++;
      strike(possible.get(random.nextInt(possible.size())));
    }
    world.after(random.between(SECOND_NS / 100, SECOND_NS), this::strike);
  }

  private void strike(Blow blow) {
    SimulatedDisk disk = machine.disk();
    world.note(blow.ordinal());
    switch (blow) {
      case KILL -> node.kill();
      case POWER_CUT -> node.cutPower();
      case CRASH_IN_CALL -> {
        node.cutPowerAtDeath(false);
        disk.crashInCall(1 + random.nextInt(200));
      }
      case POWER_CUT_IN_CALL -> {
        node.cutPowerAtDeath(true);
        disk.crashInCall(1 + random.nextInt(200));
      }
      case FAILED_SYNC -> {
        disk.failSyncs(1, path -> isLog(path));
        // A log directory that failed stays out of service until the process is started again.
        world.after(random.between(SECOND_NS / 10, 2 * SECOND_NS), node::kill);
      }
      case FULL_DISK -> {
        disk.capacityBytes(disk.usedBytes() + random.nextInt(50_000));
        world.after(
            random.between(SECOND_NS / 10, 2 * SECOND_NS),
            () -> disk.capacityBytes(Long.MAX_VALUE));
      }
      case WALL_CLOCK_JUMP -> clock.jump(random.between(-7_200_000, 7_200_000), node.running());
      case CLEAN_STOP -> node.stop();
    }
  }

  /// Metadata on one node has nowhere to go when its disk fails: that ends the node, which is
  /// another blow.
  private static boolean isLog(Path path) {
    return !path.toString().contains("metadata");
  }
}
