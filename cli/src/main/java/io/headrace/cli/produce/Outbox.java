package io.headrace.cli.produce;

import io.headrace.cli.line.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What passes between the main thread, which closes batches, and the sender: batches one way,
/// acknowledgements and the first failure the other.
///
/// Bounded: with more than [#MAX_WAITING_BYTES] the main thread waits. When it has nothing to do it
/// lends its open batches, and a sender that has nothing else takes them: slow input is sent at
/// once, fast input in full batches.
final class Outbox {

  static final long MAX_WAITING_BYTES = 8L * 1024 * 1024;

  /// How much may go out in one request, unless a single batch is larger.
  static final int MAX_PARCEL_BYTES = 1024 * 1024;

  private final Deque<Batch> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long unfinishedCount;
  private long acknowledgedRecords;
  private @Nullable Accumulator lent;
  private @Nullable Failure failure;
  private boolean closed;

  /// Whether to wait for a batch.
  enum Patience {
    WAIT,
    NONE
  }

  /// Hands over a batch; waits while too much is under way.
  ///
  /// @throws Failure if the sender has given up
  synchronized void put(Batch batch) {
    while (waitingBytes > MAX_WAITING_BYTES && failure == null) {
      await();
    }
    requireWell();
    add(batch);
    notifyAll();
  }

  /// Lets the sender close and take what is open, until [#reclaim].
  synchronized void lend(Accumulator open) {
    requireWell();
    lent = open;
    notifyAll();
  }

  synchronized void reclaim() {
    lent = null;
    requireWell();
  }

  /// Waits until all that was put is acknowledged.
  ///
  /// @throws Failure if the sender has given up
  synchronized void awaitAcknowledged() {
    while (unfinishedCount > 0 && failure == null) {
      await();
    }
    requireWell();
  }

  /// Nothing more will come; the sender stops when it has nothing under way.
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// The next batches, at most one for each partition; none if there are none, or no more will be.
  synchronized List<Batch> take(Patience patience) {
    while (waiting.isEmpty() && patience == Patience.WAIT && !closed) {
      if (lent != null) {
        lent.closeAll().forEach(this::add);
      }
      if (waiting.isEmpty()) {
        await();
      }
    }
    var parcel = new ArrayList<Batch>();
    var partitions = new HashSet<Integer>();
    long bytes = 0;
    while (!waiting.isEmpty()) {
      Batch next = waiting.getFirst();
      bytes += next.sizeInBytes();
      if (!parcel.isEmpty() && bytes > MAX_PARCEL_BYTES || !partitions.add(next.partition())) {
        break;
      }
      parcel.add(waiting.removeFirst());
      waitingBytes -= next.sizeInBytes();
    }
    notifyAll();
    return parcel;
  }

  /// Takes back what has to be sent again, before all else and in its old order.
  synchronized void putBack(List<Batch> batches) {
    for (Batch batch : batches.reversed()) {
      waiting.addFirst(batch);
      waitingBytes += batch.sizeInBytes();
    }
  }

  synchronized boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /// A batch became two, each of which is acknowledged by itself.
  synchronized void onSplit() {
    unfinishedCount++;
  }

  synchronized void onAcknowledged(Batch batch) {
    acknowledgedRecords += batch.recordCount();
    unfinishedCount--;
    notifyAll();
  }

  /// The sender gives up, and nothing will be sent any more.
  synchronized void fail(Failure cause) {
    failure = cause;
    notifyAll();
  }

  synchronized long acknowledgedRecords() {
    return acknowledgedRecords;
  }

  /// The number of the oldest record in a batch that was not acknowledged and is not being sent;
  /// [Long#MAX_VALUE] if there is none.
  synchronized long firstWaitingRecord() {
    long first = Long.MAX_VALUE;
    for (Batch batch : waiting) {
      first = Math.min(first, batch.firstRecord());
    }
    return first;
  }

  private void add(Batch batch) {
    waiting.add(batch);
    waitingBytes += batch.sizeInBytes();
    unfinishedCount++;
  }

  private void requireWell() {
    if (failure != null) {
      throw failure;
    }
  }

  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
