package io.headrace.replication.follower;

import io.headrace.log.PartitionLog;
import io.headrace.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Batches as a leader sent them, checked before they enter the log: a leader's memory and the way
/// here may have flipped a bit.
///
/// @param batches views of what was sent, each whole and sound, in order
/// @param defect what is wrong with the one after them; null if nothing is
record FetchedBatches(List<ByteBuffer> batches, @Nullable String defect) {

  /// @param log what they are to follow
  /// @param leaderEpoch of who sent them
  static FetchedBatches check(ByteBuffer records, PartitionLog log, int leaderEpoch) {
    ByteBuffer bytes = records.slice();
    var batches = new ArrayList<ByteBuffer>();
    long expected = log.endOffset();
    // An empty log may start within its leader's first batch: DeleteRecords counts records.
    long lowest = log.startOffset() == expected ? 0 : expected;
    int epoch = log.leaderEpochs().latest();
    int at = 0;
    while (at < bytes.limit()) {
      int size = RecordBatch.sizeAt(bytes, at);
      if (size == RecordBatch.TORN) {
        break; // the answer was full
      }
      if (size == RecordBatch.GARBAGE) {
        return new FetchedBatches(batches, "no batch at " + expected);
      }
      RecordBatch batch = RecordBatch.at(bytes, at);
      boolean isInPlace = batch.baseOffset() >= lowest && batch.lastOffset() >= expected;
      String defect =
          isInPlace
              ? defect(batch, expected, epoch, leaderEpoch)
              : "a batch at " + batch.baseOffset() + " where " + expected + " was asked for";
      if (defect != null) {
        return new FetchedBatches(batches, defect);
      }
      batches.add(batch.slice());
      expected = batch.nextOffset();
      lowest = expected;
      epoch = batch.partitionLeaderEpoch();
      at += size;
    }
    return new FetchedBatches(batches, null);
  }

  private static @Nullable String defect(
      RecordBatch batch, long expected, int epoch, int leaderEpoch) {
    if (batch.magic() != RecordBatch.MAGIC || batch.lastOffsetDelta() < 0) {
      return "no batch at " + expected;
    }
    if (!batch.crcMatches()) {
      return "a wrong checksum at " + batch.baseOffset();
    }
    if (batch.partitionLeaderEpoch() < epoch || batch.partitionLeaderEpoch() > leaderEpoch) {
      return "epoch %d at %d, between %d and %d"
          .formatted(batch.partitionLeaderEpoch(), batch.baseOffset(), epoch, leaderEpoch);
    }
    return null;
  }
}
