package io.headrace.log.compaction;

import io.headrace.log.compaction.CompactionRules.Tombstones;
import io.headrace.record.BatchBuilder;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import io.headrace.record.compression.CompressionLevel;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Decides record by record what stays of a batch.
///
/// Tombstones (records without a value) stay until their batch's delete horizon has passed; the
/// first run that meets them sets it (KIP-534). Control batches stay. So does, empty if need be,
/// the first batch of each leader epoch: whoever copies the log learns from it where the epoch
/// before ended. If it went, he would take that for longer than it was, and later, as a leader,
/// take for his own what a former leader appended there and nobody else has.
final class BatchFilter {

  private final CompactionRules rules;
  private final OffsetMap offsets;
  private long removedRecords;
  private int latestEpoch = -1;

  BatchFilter(CompactionRules rules, OffsetMap offsets) {
    this.rules = rules;
    this.offsets = offsets;
  }

  long takeRemovedRecords() {
    long removed = removedRecords;
    removedRecords = 0;
    return removed;
  }

  /// The batch as it stays, perhaps with fewer records; null if nothing of it does.
  ///
  /// @param batch after all that were asked about before
  @Nullable ByteBuffer keep(RecordBatch batch) throws IOException {
    boolean isMark = beginsEpoch(batch) || endsProducer(batch);
    if (batch.isControl()) {
      return batch.slice();
    }
    int kept = 0;
    int tombstones = 0;
    try (var cursor = RecordCursor.over(batch, Compaction.MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        if (stays(batch, cursor)) {
          kept++;
          tombstones += cursor.value() == null ? 1 : 0;
        }
      }
    }
    removedRecords += batch.recordCount() - kept;
    boolean setsHorizon = tombstones > 0 && !batch.hasDeleteHorizon();
    if (kept == batch.recordCount() && !setsHorizon) {
      return kept > 0 || isMark ? batch.slice() : null;
    }
    if (kept == 0 && !isMark) {
      return null;
    }
    return rewrite(batch, setsHorizon);
  }

  private ByteBuffer rewrite(RecordBatch batch, boolean setsHorizon) throws IOException {
    var builder = BatchBuilder.like(batch, CompressionLevel.defaultOf(batch.compression()));
    if (setsHorizon) {
      builder.deleteHorizon(rules.nowMs() + rules.deleteRetentionMs());
    }
    try (var cursor = RecordCursor.over(batch, Compaction.MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        if (stays(batch, cursor)) {
          builder.append(cursor);
        }
      }
    }
    return builder.build();
  }

  private boolean stays(RecordBatch batch, RecordCursor record) {
    if (record.key() == null || offsets.get(record.key()) > record.offset()) {
      return false;
    }
    boolean isTombstone = record.value() == null;
    return !isTombstone
        || rules.tombstones() == Tombstones.STAY
        || !batch.hasDeleteHorizon()
        || rules.nowMs() < batch.deleteHorizonMs();
  }

  private boolean beginsEpoch(RecordBatch batch) {
    boolean begins = batch.partitionLeaderEpoch() > latestEpoch;
    latestEpoch = Math.max(latestEpoch, batch.partitionLeaderEpoch());
    return begins;
  }

  private boolean endsProducer(RecordBatch batch) {
    Long last = batch.hasProducerId() ? rules.lastOffsets().get(batch.producerId()) : null;
    return last != null && last == batch.lastOffset();
  }
}
