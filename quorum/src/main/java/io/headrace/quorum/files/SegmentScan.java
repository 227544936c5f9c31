package io.headrace.quorum.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.jspecify.annotations.Nullable;

/// Reads a segment from its start and finds its batches.
///
/// What follows the last good batch are zeroes, or the torn end of a write that nobody was told of,
/// as long as nothing good follows it: every append is synced before it is reported. A good batch
/// behind a bad one means that what lay between was lost after it was durable, and that is an
/// error.
final class SegmentScan {
  private static final int HEADER_BYTES = 61;
  private static final int LENGTH_AT = 8;
  private static final int BEFORE_LENGTH_COUNTS = 12;

  private final Segment segment;
  private final ByteBuffer bytes;
  private final List<BatchPlace> batches = new ArrayList<>();

  private SegmentScan(Segment segment, ByteBuffer bytes) {
    this.segment = segment;
    this.bytes = bytes;
  }

  /// What a scan found.
  ///
  /// @param goodBytes how long the file is up to its last good batch
  /// @param dirtyBytes from where on there are only zeroes; `goodBytes` if nothing is torn
  record Found(List<BatchPlace> batches, long goodBytes, long dirtyBytes) {}

  /// Reads the whole segment into memory: segments are small, snapshots cut them.
  static Found of(Segment segment) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(segment.file().size()));
    segment.file().read(bytes, 0);
    return new SegmentScan(segment, bytes.flip()).run();
  }

  private Found run() throws IOException {
    int position = 0;
    long expectedOffset = segment.baseOffset();
    int epoch = 0;
    while (position < bytes.limit()) {
      BatchPlace batch = batchAt(position);
      if (batch == null || batch.baseOffset() != expectedOffset) {
        break;
      }
      epoch = requireNotBelow(epoch, batch);
      batches.add(batch);
      position += batch.bytes();
      expectedOffset = batch.lastOffset() + 1;
    }
    int dirtyBytes = Math.max(position, endOfDirt(position));
    requireNothingGood(position, dirtyBytes, expectedOffset);
    return new Found(batches, position, dirtyBytes);
  }

  /// No checksum covers the epoch of a batch, but epochs never fall.
  private int requireNotBelow(int epoch, BatchPlace batch) throws DamagedLogException {
    if (batch.epoch() < epoch) {
      throw new DamagedLogException(
          "%s is damaged: the batch of offset %d has epoch %d, one before it %d"
              .formatted(segment.file().path(), batch.baseOffset(), batch.epoch(), epoch));
    }
    return batch.epoch();
  }

  /// Behind the last byte that is not zero; `from` if there is none.
  private int endOfDirt(int from) {
    int end = bytes.limit();
    while (end - Long.BYTES >= from && bytes.getLong(end - Long.BYTES) == 0) {
      end -= Long.BYTES;
    }
    while (end > from && bytes.get(end - 1) == 0) {
      end--;
    }
    return end;
  }

  /// A batch that was sound once, read again; its epoch too, which no checksum covers.
  static void requireAsKnown(BatchPlace known, ByteBuffer bytes) throws DamagedLogException {
    BatchPlace found = new SegmentScan(known.segment(), bytes).batchAt(0);
    if (found == null
        || found.baseOffset() != known.baseOffset()
        || found.epoch() != known.epoch()
        || found.bytes() != known.bytes()) {
      throw new DamagedLogException(
          "%s is damaged: the batch of offset %d cannot be read any more"
              .formatted(known.segment().file().path(), known.baseOffset()));
    }
  }

  private @Nullable BatchPlace batchAt(int at) {
    int left = bytes.limit() - at;
    if (left < HEADER_BYTES) {
      return null;
    }
    long length = (long) bytes.getInt(at + LENGTH_AT) + BEFORE_LENGTH_COUNTS;
    if (length < HEADER_BYTES || length > left) {
      return null;
    }
    try {
      for (MutableRecordBatch batch :
          MemoryRecords.readableRecords(bytes.slice(at, (int) length)).batches()) {
        batch.ensureValid();
        return new BatchPlace(
            batch.baseOffset(),
            batch.lastOffset(),
            batch.partitionLeaderEpoch(),
            segment,
            at,
            (int) length);
      }
      return null;
    } catch (CorruptRecordException | IllegalArgumentException _) {
      return null;
    }
  }

  /// Looks at every byte for a batch that is good in itself and belongs behind those found.
  private void requireNothingGood(int from, int to, long expectedOffset) throws IOException {
    for (int at = from; at < to && at <= bytes.limit() - HEADER_BYTES; at++) {
      long offset = bytes.getLong(at);
      boolean plausible = offset >= expectedOffset && offset - expectedOffset < bytes.limit();
      BatchPlace batch = plausible ? batchAt(at) : null;
      if (batch != null) {
        throw new DamagedLogException(
            "%s is damaged from byte %d to %d: offsets %d to %d are lost"
                .formatted(
                    segment.file().path(), from, at - 1, expectedOffset, batch.baseOffset() - 1));
      }
    }
  }
}
