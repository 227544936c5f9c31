package io.headrace.group;

import io.headrace.coordinator.StateLog;
import io.headrace.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// A partition in memory. What is committed is kept over restarts; what is not can be lost.
final class FakeLog implements StateLog {

  private record Waiting(ByteBuffer batch, Appended outcome) {}

  private final List<ByteBuffer> committed;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Consumer<ByteBuffer> onAppend;
  private boolean isHeld;

  /// @param committed the batches of this partition, shared by all that open it one after the other
  /// @param onAppend hears of every batch
  FakeLog(List<ByteBuffer> committed, Consumer<ByteBuffer> onAppend) {
    this.committed = committed;
    this.onAppend = onAppend;
  }

  @Override
  public void append(ByteBuffer batch, Appended outcome) {
    onAppend.accept(batch);
    waiting.addLast(new Waiting(batch, outcome));
    if (!isHeld) {
      commit();
    }
  }

  @Override
  public void load(Loading loading) {
    for (ByteBuffer batch : List.copyOf(committed)) {
      loading.onBatches(batch.duplicate());
    }
    loading.onLoaded();
  }

  /// From now on nothing is committed by itself.
  void hold() {
    isHeld = true;
  }

  int waiting() {
    return waiting.size();
  }

  /// Commits all that waits, and whatever comes from now on.
  void commit() {
    isHeld = false;
    while (!waiting.isEmpty()) {
      commitOne();
    }
  }

  /// Commits the oldest batch that waits.
  void commitOne() {
    Waiting next = waiting.removeFirst();
    committed.add(next.batch());
    next.outcome().onCommitted();
  }

  /// Too few have what waits: it stays, and who asked for it hears that it will take longer.
  void delay() {
    isHeld = true;
    List.copyOf(waiting)
        .forEach(each -> each.outcome().onDelayed(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND));
  }

  /// Rejects the newest `count` batches that wait, oldest first as the port promises.
  void reject(int count, ErrorCode error) {
    List<Waiting> lost = new ArrayList<>();
    for (int i = 0; i < count && !waiting.isEmpty(); i++) {
      lost.addFirst(waiting.removeLast());
    }
    lost.forEach(each -> each.outcome().onRejected(error));
  }

  void rejectAll(ErrorCode error) {
    reject(waiting.size(), error);
    isHeld = false;
  }
}
