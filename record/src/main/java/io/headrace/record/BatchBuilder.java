package io.headrace.record;

import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds one batch of format v2.
///
/// ```
/// ByteBuffer batch = BatchBuilder.plain().append(nowMs, key, value).build();
/// ```
///
/// What describes the whole batch is said first, then the records follow in the order of their
/// offsets, which may leave gaps (compaction does). Records are kept uncompressed until [#build].
public final class BatchBuilder {

  /// How large the records of one batch may grow before compression.
  public static final int MAX_RECORD_BYTES = 1 << 30;

  private static final int FIRST_CAPACITY = 512;

  private final CompressionLevel compression;
  private int attributes;
  private long baseOffset;
  private int partitionLeaderEpoch = RecordBatch.NO_PARTITION_LEADER_EPOCH;
  private long producerId = RecordBatch.NO_PRODUCER_ID;
  private short producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
  private int baseSequence = RecordBatch.NO_SEQUENCE;
  private boolean hasBaseTimestamp;
  private long baseTimestamp = RecordBatch.NO_TIMESTAMP;
  private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
  private long lastOffset = -1;
  private long endOfRange = -1;
  private int recordCount;
  private byte[] records = new byte[FIRST_CAPACITY];
  private int recordBytes;

  private BatchBuilder(CompressionLevel compression) {
    this.compression = compression;
    this.attributes = compression.compression().id();
  }

  /// A batch without compression.
  public static BatchBuilder plain() {
    return new BatchBuilder(CompressionLevel.defaultOf(Compression.NONE));
  }

  public static BatchBuilder compressed(CompressionLevel compression) {
    return new BatchBuilder(compression);
  }

  /// A batch with the header of another and none of its records yet: offset range, leader epoch,
  /// producer, attributes and the log's append time stay, as compaction needs it; only the codec is
  /// the one given.
  public static BatchBuilder like(RecordBatch batch, CompressionLevel compression) {
    var builder =
        new BatchBuilder(compression)
            .baseOffset(batch.baseOffset())
            .partitionLeaderEpoch(batch.partitionLeaderEpoch())
            .producer(batch.producerId(), batch.producerEpoch(), batch.baseSequence())
            .lastOffset(batch.lastOffset());
    builder.attributes |= batch.attributes() & ~RecordBatch.COMPRESSION_MASK;
    if (batch.hasDeleteHorizon()) {
      builder.deleteHorizon(batch.deleteHorizonMs());
    }
    if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
      builder.logAppendTime(batch.maxTimestamp());
    }
    return builder;
  }

  /// The offset of the first record unless that leaves a gap; 0 if not said.
  public BatchBuilder baseOffset(long offset) {
    requireNoRecords();
    baseOffset = offset;
    lastOffset = Math.max(lastOffset, offset - 1);
    return this;
  }

  /// Where the batch's range of offsets ends, though the last records may be missing.
  public BatchBuilder lastOffset(long offset) {
    requireNoRecords();
    requireOffset(offset);
    endOfRange = offset;
    return this;
  }

  public BatchBuilder partitionLeaderEpoch(int epoch) {
    partitionLeaderEpoch = epoch;
    return this;
  }

  public BatchBuilder producer(long id, short epoch, int firstSequence) {
    producerId = id;
    producerEpoch = epoch;
    baseSequence = firstSequence;
    return this;
  }

  public BatchBuilder transactional() {
    attributes |= RecordBatch.TRANSACTIONAL_BIT;
    return this;
  }

  public BatchBuilder control() {
    attributes |= RecordBatch.CONTROL_BIT;
    return this;
  }

  /// One timestamp for all records, given by the broker.
  public BatchBuilder logAppendTime(long timestampMs) {
    attributes |= RecordBatch.LOG_APPEND_TIME_BIT;
    maxTimestamp = timestampMs;
    return this;
  }

  /// When tombstones and markers may go (KIP-534); the records' timestamps become deltas of it.
  public BatchBuilder deleteHorizon(long timestampMs) {
    requireNoRecords();
    attributes |= RecordBatch.DELETE_HORIZON_BIT;
    baseTimestamp = timestampMs;
    hasBaseTimestamp = true;
    return this;
  }

  /// Adds a record at the next offset, without headers.
  public BatchBuilder append(
      long timestampMs, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
    return append(timestampMs, key, value, List.of());
  }

  /// Adds a record at the next offset. The buffers are read from position to limit and not moved.
  public BatchBuilder append(
      long timestampMs,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers) {
    return appendAt(Math.max(lastOffset + 1, baseOffset), timestampMs, key, value, headers);
  }

  /// Adds a record at an offset of its own, larger than all before.
  public BatchBuilder appendAt(
      long offset,
      long timestampMs,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers) {
    requireOffset(offset);
    if (recordCount > 0 && offset <= lastOffset) {
      throw new IllegalArgumentException("offset " + offset + " is not after " + lastOffset);
    }
    if (!hasBaseTimestamp) {
      baseTimestamp = timestampMs;
      hasBaseTimestamp = true;
    }
    write(offset - baseOffset, timestampMs - baseTimestamp, key, value, headers);
    if ((attributes & RecordBatch.LOG_APPEND_TIME_BIT) == 0) {
      maxTimestamp = Math.max(maxTimestamp, timestampMs);
    }
    lastOffset = offset;
    recordCount++;
    return this;
  }

  /// Adds the record the cursor stands on, at its own offset and with its own timestamp.
  public BatchBuilder append(RecordCursor record) {
    return appendAt(
        record.offset(), record.timestamp(), record.key(), record.value(), record.headers());
  }

  public int recordCount() {
    return recordCount;
  }

  public boolean isEmpty() {
    return recordCount == 0;
  }

  /// How large the batch would be without compression.
  public int sizeInBytes() {
    return RecordBatch.HEADER_BYTES + recordBytes;
  }

  /// The batch, from position 0 to the limit of a heap buffer of its own.
  ///
  /// @throws IllegalStateException if it has neither records nor a last offset
  public ByteBuffer build() {
    long last = Math.max(lastOffset, endOfRange);
    if (recordCount == 0 && endOfRange < baseOffset) {
      throw new IllegalStateException("a batch without records needs a last offset");
    }
    ByteBuffer body = body();
    ByteBuffer batch = ByteBuffer.allocate(RecordBatch.HEADER_BYTES + body.remaining());
    batch
        .putLong(baseOffset)
        .putInt(batch.capacity() - RecordBatch.LOG_OVERHEAD_BYTES)
        .putInt(partitionLeaderEpoch)
        .put(RecordBatch.MAGIC)
        .putInt(0)
        .putShort((short) attributes)
        .putInt((int) (last - baseOffset))
        .putLong(baseTimestamp)
        .putLong(maxTimestamp)
        .putLong(producerId)
        .putShort(producerEpoch)
        .putInt(baseSequence)
        .putInt(recordCount)
        .put(body)
        .flip();
    batch.putInt(RecordBatch.CRC_AT, RecordBatch.at(batch, 0).computeCrc());
    return batch;
  }

  private ByteBuffer body() {
    if (compression.compression() == Compression.NONE) {
      return ByteBuffer.wrap(records, 0, recordBytes);
    }
    var compressed = new ByteArrayOutputStream(Math.max(FIRST_CAPACITY, recordBytes / 2));
    try (OutputStream out = compression.writeTo(compressed)) {
      out.write(records, 0, recordBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("compressing into memory with " + compression, e);
    }
    return ByteBuffer.wrap(compressed.toByteArray());
  }

  private void write(
      long offsetDelta,
      long timestampDelta,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers) {
    long body =
        1L
            + Varints.sizeOf(timestampDelta)
            + Varints.sizeOf(offsetDelta)
            + sizeOf(key)
            + sizeOf(value)
            + Varints.sizeOf(headers.size());
    for (RecordHeader header : headers) {
      body += sizeOf(header.key()) + sizeOf(header.value());
    }
    reserve(body + Varints.MAX_INT_BYTES);
    int at = Varints.write(records, recordBytes, body);
    records[at++] = 0;
    at = Varints.write(records, at, timestampDelta);
    at = Varints.write(records, at, offsetDelta);
    at = write(at, key);
    at = write(at, value);
    at = Varints.write(records, at, headers.size());
    for (RecordHeader header : headers) {
      at = write(write(at, header.key()), header.value());
    }
    recordBytes = at;
  }

  private int write(int at, @Nullable ByteBuffer bytes) {
    if (bytes == null) {
      return Varints.write(records, at, -1);
    }
    int length = bytes.remaining();
    int next = Varints.write(records, at, length);
    bytes.get(bytes.position(), records, next, length);
    return next + length;
  }

  private static long sizeOf(@Nullable ByteBuffer bytes) {
    return bytes == null ? 1 : (long) Varints.sizeOf(bytes.remaining()) + bytes.remaining();
  }

  private void reserve(long more) {
    long needed = recordBytes + more;
    if (needed > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException("records of " + needed + " bytes do not fit in a batch");
    }
    if (needed > records.length) {
      records = Arrays.copyOf(records, (int) Math.max(needed, records.length * 2L));
    }
  }

  private void requireOffset(long offset) {
    if (offset < baseOffset || offset - baseOffset > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "offset " + offset + " does not fit in a batch that begins at " + baseOffset);
    }
  }

  private void requireNoRecords() {
    if (recordCount > 0) {
      throw new IllegalStateException("too late: the batch has records already");
    }
  }
}
