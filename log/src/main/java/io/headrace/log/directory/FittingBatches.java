package io.headrace.log.directory;

import io.headrace.log.LeaderEpochs;
import io.headrace.log.segment.Stretch;
import io.headrace.record.RecordBatch;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Batches of another replica that are those which were lost in a stretch, or the first of them.
///
/// @param batches whole and sound
/// @param rest what is still lost behind them; null if nothing is
record FittingBatches(ByteBuffer batches, @Nullable Stretch rest) {

  /// Null if they do not fit.
  static @Nullable FittingBatches of(ByteBuffer records, Stretch stretch, LeaderEpochs epochs) {
    ByteBuffer bytes = records.slice();
    long expected = stretch.fromOffset();
    int at = 0;
    boolean passedEnd = false;
    while (at < bytes.limit() && !passedEnd) {
      int size = RecordBatch.sizeAt(bytes, at);
      if (size == RecordBatch.TORN) {
        break; // the answer was full
      }
      if (size == RecordBatch.GARBAGE) {
        return null;
      }
      RecordBatch batch = RecordBatch.at(bytes, at);
      passedEnd = batch.baseOffset() >= stretch.toOffset();
      if (!passedEnd) {
        if (!isLost(batch, expected, stretch.toOffset(), epochs)) {
          return null;
        }
        expected = batch.nextOffset();
        at += size;
      }
    }
    boolean whole = passedEnd || expected == stretch.toOffset();
    boolean fits = whole ? at == stretch.bytes() : at < stretch.bytes();
    if (at == 0 || !fits) {
      return null;
    }
    int endPosition = stretch.fromPosition() + at;
    return new FittingBatches(
        bytes.slice(0, at),
        whole
            ? null
            : new Stretch(expected, stretch.toOffset(), endPosition, stretch.toPosition()));
  }

  private static boolean isLost(
      RecordBatch batch, long fromOffset, long toOffset, LeaderEpochs epochs) {
    return batch.magic() == RecordBatch.MAGIC
        && batch.lastOffsetDelta() >= 0
        && batch.baseOffset() >= fromOffset
        && batch.nextOffset() <= toOffset
        && batch.partitionLeaderEpoch() == epochs.at(batch.baseOffset())
        && batch.crcMatches();
  }
}
