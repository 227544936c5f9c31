package io.headrace.log.state;

import io.headrace.log.ProducerStates.Verdict;
import io.headrace.record.RecordBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one log knows of one producer: its epoch and its last five batches, the oldest first. Five
/// is how many requests an idempotent producer may have in flight.
///
/// @param lastTimestampMs the wall clock when it wrote last: it expires by that, so that records
///   with old timestamps do not make their producer unknown
/// @param currentTransactionStart −1 if none is open
public record ProducerState(
    long producerId,
    short epoch,
    int coordinatorEpoch,
    long lastTimestampMs,
    long currentTransactionStart,
    List<Batch> batches) {

  public static final int MAX_BATCHES = 5;
  private static final Verdict ACCEPT = new Verdict.Accept();

  /// @param offsetDelta last offset − first offset
  /// @param timestampMs the batch's max timestamp
  public record Batch(long lastOffset, int offsetDelta, int lastSequence, long timestampMs) {

    long baseOffset() {
      return lastOffset - offsetDelta;
    }

    /// Sequence numbers begin again at 0 after 2^31 − 1.
    int firstSequence() {
      return (lastSequence - offsetDelta) & Integer.MAX_VALUE;
    }
  }

  /// −1 if it has written nothing in this epoch.
  public int lastSequence() {
    return batches.isEmpty() ? RecordBatch.NO_SEQUENCE : batches.getLast().lastSequence();
  }

  /// The max timestamp of its last batch: the same on every replica, unlike the wall clock. Without
  /// a batch that is remembered, when it was heard of.
  long lastBatchTimestampMs() {
    return batches.isEmpty() ? lastTimestampMs : batches.getLast().timestampMs();
  }

  Verdict check(short batchEpoch, int firstSequence, int lastSequence) {
    if (batchEpoch < epoch) {
      return new Verdict.Fenced(epoch);
    }
    if (batchEpoch > epoch) {
      return firstSequence == 0 ? ACCEPT : new Verdict.OutOfOrder(0);
    }
    for (Batch batch : batches) {
      if (batch.firstSequence() == firstSequence && batch.lastSequence() == lastSequence) {
        return new Verdict.Duplicate(batch.baseOffset(), batch.timestampMs());
      }
    }
    int expected = (lastSequence() + 1) & Integer.MAX_VALUE;
    return firstSequence == expected ? ACCEPT : new Verdict.OutOfOrder(expected);
  }

  /// Whether it has written at or beyond `offset`.
  boolean reaches(long offset) {
    return currentTransactionStart >= offset
        || (!batches.isEmpty() && batches.getLast().lastOffset() >= offset);
  }

  /// What is left of it without the batches that reach `offset`; null if none of its batches is.
  @Nullable ProducerState before(long offset) {
    List<Batch> left = batches.stream().filter(batch -> batch.lastOffset() < offset).toList();
    return left.isEmpty()
        ? null
        : new ProducerState(
            producerId,
            epoch,
            coordinatorEpoch,
            lastTimestampMs,
            currentTransactionStart < offset ? currentTransactionStart : -1,
            left);
  }

  /// Whether it wrote before the batches that are known, perhaps.
  boolean wroteBefore() {
    return epoch > 0 || batches.isEmpty() || batches.getFirst().firstSequence() != 0;
  }

  public static ProducerState after(
      @Nullable ProducerState before, RecordBatch batch, long wallMs) {
    List<Batch> batches = List.of();
    if (before != null && before.epoch == batch.producerEpoch()) {
      batches = before.batches;
    }
    int coordinatorEpoch = before == null ? -1 : before.coordinatorEpoch;
    long transactionStart = before == null ? -1 : before.currentTransactionStart;
    if (batch.isControl()) {
      transactionStart = -1;
    } else {
      batches = with(batches, batch);
      if (batch.isTransactional() && transactionStart < 0) {
        transactionStart = batch.baseOffset();
      }
    }
    return new ProducerState(
        batch.producerId(),
        batch.producerEpoch(),
        coordinatorEpoch,
        wallMs,
        transactionStart,
        batches);
  }

  private static List<Batch> with(List<Batch> batches, RecordBatch batch) {
    var added =
        new Batch(
            batch.lastOffset(),
            batch.lastOffsetDelta(),
            batch.lastSequence(),
            batch.maxTimestamp());
    return switch (batches.size()) {
      case 0 -> List.of(added);
      case 1 -> List.of(batches.get(0), added);
      case 2 -> List.of(batches.get(0), batches.get(1), added);
      case 3 -> List.of(batches.get(0), batches.get(1), batches.get(2), added);
      default -> {
        int from = batches.size() - MAX_BATCHES + 1;
        yield List.of(
            batches.get(from),
            batches.get(from + 1),
            batches.get(from + 2),
            batches.get(from + 3),
            added);
      }
    };
  }
}
