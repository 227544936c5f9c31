package io.headrace.record;

import io.headrace.record.BatchRules.Depth;
import io.headrace.record.BatchRules.Keys;
import io.headrace.record.BatchRules.Writer;
import io.headrace.record.BatchVerdict.Accepted;
import io.headrace.record.BatchVerdict.Refused;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Judges a batch from outside before it may be stored (promise 6: bad input costs the sender
/// only).
///
/// From the outside in: are the bytes one whole batch of format v2, does the checksum match, do the
/// header's fields agree with each other and with the rules, and does every record hold what its
/// lengths say. An expected answer is a [BatchVerdict], whatever the bytes; nothing is thrown. The
/// records of an uncompressed batch are walked without allocating; a compressed one is inflated a
/// window at a time up to the rules' limit.
///
/// Used by one thread; keeps its memory from one batch to the next.
public final class BatchCheck {

  private static final int KNOWN_ATTRIBUTES =
      RecordBatch.COMPRESSION_MASK
          | RecordBatch.LOG_APPEND_TIME_BIT
          | RecordBatch.TRANSACTIONAL_BIT
          | RecordBatch.CONTROL_BIT;

  private final RecordScanner scanner = new RecordScanner();
  private final RecordWalk walk = new RecordWalk(scanner);
  private @Nullable RecordBatch batch;

  /// Judges what a producer sent for one partition: exactly one batch, records included.
  ///
  /// @param records from position to limit; not moved
  /// @param nowMs the wall clock, against which timestamps are held
  public BatchVerdict check(ByteBuffer records, BatchRules rules, long nowMs) {
    BatchDefect defect = frameDefect(records);
    if (defect != null) {
      return Refused.whole(defect);
    }
    RecordBatch whole = window(records);
    if (whole.sizeInBytes() < records.remaining()) {
      return Refused.whole(BatchDefect.MORE_THAN_ONE_BATCH);
    }
    defect = headerDefect(whole);
    if (defect == null) {
      defect = policyDefect(whole, rules);
    }
    if (defect != null) {
      return Refused.whole(defect);
    }
    TimestampBounds bounds = TimestampBounds.of(rules, nowMs);
    return rules.depth() == Depth.HEADER ? headerAlone(whole, bounds) : walk(whole, rules, bounds);
  }

  /// The header is believed: it names the first timestamp and the largest.
  private static BatchVerdict headerAlone(RecordBatch batch, TimestampBounds bounds) {
    BatchDefect defect = bounds.defectOf(batch.baseTimestamp());
    if (defect == null) {
      defect = bounds.defectOf(batch.maxTimestamp());
    }
    return defect == null ? new Accepted(batch.maxTimestamp()) : Refused.whole(defect);
  }

  /// Judges the batch at the beginning of these bytes by its header and checksum alone, as is
  /// enough for what a leader sent to its follower or what lies in a file; null if nothing is
  /// wrong. Control batches, gaps and batches that compaction has emptied are fine here.
  public static @Nullable BatchDefect headerDefectAt(ByteBuffer bytes) {
    BatchDefect defect = frameDefect(bytes);
    if (defect != null) {
      return defect;
    }
    RecordBatch batch = RecordBatch.at(bytes, bytes.position());
    if (!batch.crcMatches()) {
      return BatchDefect.CRC_MISMATCH;
    }
    if (batch.compressionOrNull() == null) {
      return BatchDefect.UNKNOWN_COMPRESSION;
    }
    boolean sane =
        batch.baseOffset() >= 0
            && batch.lastOffsetDelta() >= 0
            && batch.recordCount() >= 0
            && batch.recordCount() <= batch.lastOffsetDelta() + 1L;
    return sane ? null : BatchDefect.COUNT_MISMATCH;
  }

  private static @Nullable BatchDefect frameDefect(ByteBuffer bytes) {
    int from = bytes.position();
    if (bytes.remaining() <= RecordBatch.MAGIC_AT) {
      return BatchDefect.TRUNCATED;
    }
    byte magic = bytes.get(from + RecordBatch.MAGIC_AT);
    if (magic != RecordBatch.MAGIC) {
      return magic == 0 || magic == 1 ? BatchDefect.OLD_MAGIC : BatchDefect.UNKNOWN_MAGIC;
    }
    return switch (RecordBatch.sizeAt(bytes, from)) {
      case RecordBatch.TORN -> BatchDefect.TRUNCATED;
      case RecordBatch.GARBAGE -> BatchDefect.BAD_LENGTH;
      default -> null;
    };
  }

  private RecordBatch window(ByteBuffer records) {
    if (batch == null) {
      batch = RecordBatch.at(records, records.position());
    }
    return batch.wrap(records, records.position());
  }

  private static @Nullable BatchDefect headerDefect(RecordBatch batch) {
    if (!batch.crcMatches()) {
      return BatchDefect.CRC_MISMATCH;
    }
    if (batch.compressionOrNull() == null) {
      return BatchDefect.UNKNOWN_COMPRESSION;
    }
    if ((batch.attributes() & ~KNOWN_ATTRIBUTES) != 0) {
      return BatchDefect.UNKNOWN_ATTRIBUTES;
    }
    if (batch.recordCount() <= 0) {
      return BatchDefect.NO_RECORDS;
    }
    if (batch.recordCount() - 1 != batch.lastOffsetDelta()) {
      return BatchDefect.COUNT_MISMATCH;
    }
    return null;
  }

  private static @Nullable BatchDefect policyDefect(RecordBatch batch, BatchRules rules) {
    if (rules.writer() == Writer.BROKER) {
      return null;
    }
    if (batch.isControl()) {
      return BatchDefect.CONTROL_NOT_ALLOWED;
    }
    if (batch.isTransactional() && rules.writer() != Writer.TRANSACTIONAL_CLIENT) {
      return BatchDefect.TRANSACTIONAL_NOT_ALLOWED;
    }
    if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
      return BatchDefect.LOG_APPEND_TIME_NOT_ALLOWED;
    }
    boolean hasSequence = batch.producerEpoch() >= 0 && batch.baseSequence() >= 0;
    boolean needsSequence = batch.hasProducerId() || batch.isTransactional();
    if (needsSequence && !(batch.hasProducerId() && hasSequence)) {
      return BatchDefect.BAD_PRODUCER_FIELDS;
    }
    return null;
  }

  private BatchVerdict walk(RecordBatch batch, BatchRules rules, TimestampBounds bounds) {
    try {
      BatchDefect defect = scanner.open(batch, rules.inflationLimit(batch.sizeInBytes()));
      if (defect != null) {
        return Refused.whole(defect);
      }
      Keys keys = batch.isControl() ? Keys.OPTIONAL : rules.keys();
      defect = walk.run(batch, bounds, keys);
      return defect == null
          ? new Accepted(walk.maxTimestamp())
          : new Refused(defect, walk.blamed());
    } finally {
      scanner.end();
    }
  }
}
