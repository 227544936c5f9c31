package io.headrace.runtime.simulated;

/// A computer: a disk and a clock that stay, and one process at a time that lives and dies.
public final class SimulatedMachine {
  private final SimulatedWorld world;
  private final SimulatedDisk disk;
  private final SimulatedClock clock;
  private Life life;

  public SimulatedMachine(SimulatedWorld world) {
    this.world = world;
    this.disk = new SimulatedDisk(world);
    this.clock = new SimulatedClock(world);
    this.life = new Life(world, disk, clock);
  }

  public SimulatedDisk disk() {
    return disk;
  }

  public SimulatedClock clock() {
    return clock;
  }

  /// The process that lives now, or that died last.
  public Life life() {
    return life;
  }

  /// `kill -9`: the process ends, the page cache stays.
  public void kill() {
    life.end();
  }

  /// The plug is pulled: the process ends, and of what was not synced anything may be lost.
  public void cutPower() {
    life.endWithoutPower();
    disk.losePower();
  }

  /// Starts a new process on the same disk.
  public Life restart() {
    life.end();
    life = new Life(world, disk, clock);
    return life;
  }
}
