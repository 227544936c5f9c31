package io.headrace.simulator.scale;

import io.headrace.runtime.SyncLane;
import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A lane whose commits take as long in simulated time as they take processor time here, and
/// [#SYNC_NS] more for each sync: a node that is asked by hundreds gets slow.
///
/// What is done at the end of a commit takes its time too, before the next commit begins; what it
/// sends leaves when it begins.
final class TimedLane implements SyncLane {

  /// Of a usual disk: between the half and the 99th percentile of what `bench compare` finds for 4
  /// KiB.
  private static final long SYNC_NS = 500_000;

  private record Work(Commit commit, Completion done) {}

  private final SimulatedWorld world;
  private final SimulatedMachine machine;
  private final Burden burden;
  private final Deque<Work> waiting = new ArrayDeque<>();
  private boolean busy;
  private long syncs;

  TimedLane(SimulatedWorld world, SimulatedMachine machine, Burden burden) {
    this.world = world;
    this.machine = machine;
    this.burden = burden;
    countSyncs(machine.disk());
  }

  /// The disk asks for each sync whether it is to be ignored.
  private void countSyncs(SimulatedDisk disk) {
    disk.ignoreSyncs(_ -> {
      syncs++;
      return false;
    });
  }

  @Override
  public void submit(Commit commit, Completion done) {
    waiting.add(new Work(commit, done));
    if (!busy) {
      busy = true;
      world.after(0, this::next);
    }
  }

  private void next() {
    Work work = waiting.poll();
    if (work == null) {
      busy = false;
      return;
    }
    var outcome = new Outcome(work.commit);
    long syncsBefore = syncs;
    long tookNs = burden.carry(outcome::come) + (syncs - syncsBefore) * SYNC_NS;
    world.after(
        tookNs, () -> machine.life().reactor().execute(() -> finish(work.done, outcome.failure)));
  }

  private void finish(Completion done, @Nullable IOException failure) {
    long tookNs = burden.carry(() -> done.onDone(failure));
    world.after(tookNs, this::next);
  }

  private static final class Outcome {
    private final Commit commit;
    private @Nullable IOException failure;

    Outcome(Commit commit) {
      this.commit = commit;
    }

    void come() {
      try {
        commit.run();
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  @Override
  public void close() {
    waiting.clear();
  }
}
