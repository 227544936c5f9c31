package io.headrace.runtime.simulated;

import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One commit at a time, each an event of its own; its completion is another, later one.
final class SimulatedSyncLane implements SyncLane {
  private static final long QUICK_NS = 50_000;
  private static final long USUAL_NS = 2_000_000;
  private static final long SLOW_NS = 50_000_000;

  private record Work(Commit commit, Completion done) {}

  private final Life life;
  private final ArrayDeque<Work> waiting = new ArrayDeque<>();
  private boolean busy;

  SimulatedSyncLane(Life life) {
    this.life = life;
  }

  @Override
  public void submit(Commit commit, Completion done) {
    waiting.add(new Work(commit, done));
    if (busy) {
      return;
    }
    busy = true;
    if (life.chance().oneIn(20)) {
      runNext(true);
    } else {
      scheduleNext();
    }
  }

  private void scheduleNext() {
    boolean slow = life.chance().oneIn(40);
    life.after(life.chance().between(QUICK_NS, slow ? SLOW_NS : USUAL_NS), () -> runNext(false));
  }

  private void runNext(boolean inline) {
    Work work = waiting.poll();
    if (work == null) {
      return; // closed meanwhile
    }
    IOException failure = outcomeOf(work.commit);
    if (waiting.isEmpty()) {
      busy = false;
    } else {
      scheduleNext();
    }
    if (inline) {
      work.done.onDone(failure);
    } else {
      life.after(
          life.chance().nextInt(200_000),
          () -> life.reactor().execute(() -> work.done.onDone(failure)));
    }
  }

  private static @Nullable IOException outcomeOf(Commit commit) {
    try {
      commit.run();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  @Override
  public void close() {
    waiting.clear();
  }
}
