package io.headrace.runtime.simulated;

import io.headrace.runtime.Background;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Disk;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.SyncLane;
import io.headrace.runtime.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ports of one simulated process, from its start to its death. After death nothing of it
/// happens any more: its events are dropped and its disk calls throw [SimulatedCrash].
public final class Life {
  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final SimulatedReactor reactor;
  private final Disk disk;
  private final SimulatedClock clock;
  private int openFiles;
  private int pendingTimers;
  private boolean alive = true;
  private int openSlices;
  private final List<Runnable> onDeath = new ArrayList<>();
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();
  private boolean paused;
  private boolean lostPower;
  private @Nullable Throwable uncaught;

  Life(SimulatedWorld world, SimulatedDisk disk, SimulatedClock clock) {
    this.world = world;
    this.random = world.random().fork();
    this.clock = clock;
    this.reactor = new SimulatedReactor(this, world);
    this.disk = disk.openedBy(this);
  }

  public SimulatedReactor reactor() {
    return reactor;
  }

  public Disk disk() {
    return disk;
  }

  /// Files that were opened and not closed.
  public int openFiles() {
    return openFiles;
  }

  void onFileOpened() {
    openFiles++;
  }

  void onFileClosed() {
    openFiles--;
  }

  public Clock clock() {
    return clock;
  }

  public RandomSource random() {
    return random;
  }

  public boolean alive() {
    return alive;
  }

  /// What ended this life if it was neither a crash nor [#end]: a mistake of the code under test.
  public @Nullable Throwable uncaught() {
    return uncaught;
  }

  /// How many slices of files its readers hold.
  public int openSlices() {
    return openSlices;
  }

  void onSliceOpened() {
    openSlices++;
  }

  void onSliceReleased() {
    openSlices--;
  }

  /// Ends the process between two events.
  public void end() {
    if (alive) {
      alive = false;
      onDeath.forEach(listener -> world.after(0, listener));
    }
  }

  /// Adds who hears of this life's end, however it came, as an event of the world.
  public void onDeath(Runnable listener) {
    onDeath.add(listener);
  }

  /// Ends the process with its computer: nobody closes its connections.
  void endWithoutPower() {
    lostPower = alive || lostPower;
    end();
  }

  /// Whether its computer went off before the process ended: whoever talks to it hears nothing.
  boolean lostPower() {
    return lostPower;
  }

  public Timers timers() {
    return (delayNs, task) -> {
      var pending = new Pending(task);
      pendingTimers++;
      after(delayNs, pending::run);
      return pending::cancel;
    };
  }

  /// Timers that have neither run nor been cancelled.
  public int pendingTimers() {
    return pendingTimers;
  }

  private final class Pending {
    private @Nullable Runnable task;

    private Pending(Runnable task) {
      this.task = task;
    }

    private void run() {
      Runnable due = task;
      cancel();
      if (due != null) {
        reactor.execute(due);
      }
    }

    private void cancel() {
      pendingTimers -= task == null ? 0 : 1;
      task = null;
    }
  }

  /// A lane whose commits take 50 µs to 2 ms, now and then 50 ms, now and then no time at all: then
  /// the completion comes inside the call that submitted it.
  public SyncLane syncLane() {
    return new SimulatedSyncLane(this);
  }

  public Background background() {
    return job -> after(random.between(1_000, 3_000_000), job);
  }

  /// `kill -STOP`: nothing of it happens for so long, then everything that was due, in order. A
  /// pause within a pause is none.
  public void pause(long durationNs) {
    if (!paused) {
      paused = true;
      world.after(durationNs, this::resume);
    }
  }

  /// `kill -CONT`: ends a pause before its time.
  public void resume() {
    paused = false;
    while (alive && !paused && !held.isEmpty()) {
      run(held.remove());
    }
  }

  /// Runs `action` as an event of this life.
  void after(long delayNs, Runnable action) {
    world.after(
        delayNs,
        () -> {
          if (alive && paused) {
            held.add(action);
          } else if (alive) {
            run(action);
          }
        });
  }

  /// Runs `action`; a crash inside it ends this life, and so does a mistake.
  void run(Runnable action) {
    try {
      action.run();
    } catch (SimulatedCrash crash) {
      end();
    } catch (Throwable mistake) {
      uncaught = mistake;
      end();
    }
  }

  /// As chance has it, for this life's ports.
  SimulatedRandom chance() {
    return random;
  }
}
