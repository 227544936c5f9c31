package io.headrace.log;

import io.headrace.base.PartitionId;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One partition's log: an ordered run of record batches in segment files.
///
/// It stores what it is given: who leads has already checked the batches and given them offsets
/// ([io.headrace.record.RecordBatch#assignOffsets]).
///
/// ```
/// startOffset <= syncedEnd <= writtenEnd <= endOffset
///             durable       in the page     given to
///                           cache           appends of this turn
/// ```
///
/// Runs on: the reactor.
public interface PartitionLog {

  PartitionId id();

  /// The first offset that can be read; durable, so that it never moves back.
  long startOffset();

  /// Everything below is on stable storage.
  long syncedEnd();

  /// Everything below is in the page cache and can be read.
  long writtenEnd();

  /// The next offset to be given.
  long endOffset();

  /// Bytes in all segments.
  long sizeBytes();

  LogConfig config();

  void configure(LogConfig config);

  /// Adds whole batches with offsets from [#endOffset] on; between them some may be missing, as a
  /// leader's compaction leaves them, and in an empty log the first may begin below and reach
  /// beyond [#endOffset], as where a leader's log starts within a batch. They are written in one
  /// gathering write with all others of this turn, when it ends; `batches` must stay unchanged
  /// until then. Outcomes come to the [LogListener], in order: written, then synced, or failed.
  void append(ByteBuffer batches);

  /// Cuts off every batch that reaches `offset` or lies beyond it: the log ends there, or before it
  /// if it lies within a batch or within damage. `done` is called when that is durable; until then
  /// nothing may be appended. After a crash before it the log ends where it did, at the cut, or
  /// between, and a power cut may undo what is not durable of it.
  ///
  /// @param offset below the start of the log counts as its start; without effect at its end
  void truncateTo(long offset, SyncLane.Completion done);

  /// Forgets everything: the log begins and ends at `offset`, and the next append may be there.
  /// `done` is called when that is durable; until then nothing may be appended.
  ///
  /// @param offset at or above the end of the log
  void startAt(long offset, SyncLane.Completion done);

  /// Reads whole batches from the one that holds `offset`, at most `maxBytes` but at least one
  /// batch (however large) if `orOneBatch`, nothing at or above `endOffset` (which must be the end
  /// of a batch or beyond the log: normally the high watermark).
  ///
  /// @return null if there is nothing to read between `offset` and `endOffset`
  /// @throws OffsetOutOfRange if `offset` is below the start or above the end of the log
  @Nullable LogSlice read(ReadRequest request) throws IOException;

  /// The first record whose timestamp is at or after `timestampMs` (KIP-79), below `endOffset`.
  @Nullable TimestampedOffset firstAtOrAfter(long timestampMs, long endOffset) throws IOException;

  /// The record with the largest timestamp (KIP-734), the first of them; null if the log is empty.
  @Nullable TimestampedOffset maxTimestamp() throws IOException;

  /// Leader epochs and where each began (KIP-101).
  LeaderEpochs leaderEpochs();

  /// What is known of the producers that wrote here.
  ProducerStates producerStates();

  /// Makes every record below `offset` unreadable (DeleteRecords); `done` is called when that is
  /// durable. Segments that hold nothing else are deleted.
  void deleteBefore(long offset, SyncLane.Completion done);

  /// What of it rotted, and how that comes back.
  LostRecords lost();

  /// How it keeps still while it is copied.
  Stillness stillness();

  /// Who hears of outcomes; one at a time.
  void listener(LogListener listener);
}
