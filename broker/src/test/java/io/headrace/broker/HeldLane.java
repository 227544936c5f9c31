package io.headrace.broker;

import io.headrace.runtime.SyncLane;
import java.util.ArrayDeque;
import java.util.Queue;

/// A lane on which nothing becomes durable while it is held.
final class HeldLane implements SyncLane {

  private final SyncLane lane;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean held;

  HeldLane(SyncLane lane) {
    this.lane = lane;
  }

  void hold() {
    held = true;
  }

  void letGo() {
    held = false;
    for (Runnable each = waiting.poll(); each != null; each = waiting.poll()) {
      each.run();
    }
  }

  @Override
  public void submit(Commit commit, Completion done) {
    if (held) {
      waiting.add(() -> lane.submit(commit, done));
    } else {
      lane.submit(commit, done);
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
