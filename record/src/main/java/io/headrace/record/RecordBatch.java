package io.headrace.record;

import io.headrace.record.compression.Compression;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A window on one record batch of format v2 inside a big-endian buffer; it copies nothing and can
/// be moved from batch to batch with [#wrap].
///
/// ```
///  0 base offset          int64        23 last offset delta  int32
///  8 length after this    int32        27 base timestamp     int64
/// 12 leader epoch         int32        35 max timestamp      int64
/// 16 magic                int8         43 producer id        int64
/// 17 CRC-32C from 21 on   uint32       51 producer epoch     int16
/// 21 attributes           int16        53 base sequence      int32
///                                      57 record count       int32, then the records
/// ```
///
/// The checksum leaves out the first 21 bytes, so that a leader can assign offsets and its epoch
/// without computing it again.
///
/// A window is only laid on what [#sizeAt] found to be whole; the fields may still be nonsense
/// until [BatchCheck] or [#crcMatches] has said otherwise.
public final class RecordBatch {

  public static final int BASE_OFFSET_AT = 0;
  public static final int LENGTH_AT = 8;
  public static final int PARTITION_LEADER_EPOCH_AT = 12;
  public static final int MAGIC_AT = 16;
  public static final int CRC_AT = 17;
  public static final int ATTRIBUTES_AT = 21;
  public static final int LAST_OFFSET_DELTA_AT = 23;
  public static final int BASE_TIMESTAMP_AT = 27;
  public static final int MAX_TIMESTAMP_AT = 35;
  public static final int PRODUCER_ID_AT = 43;
  public static final int PRODUCER_EPOCH_AT = 51;
  public static final int BASE_SEQUENCE_AT = 53;
  public static final int RECORD_COUNT_AT = 57;

  /// Where the records begin; also the size of the smallest batch.
  public static final int HEADER_BYTES = 61;

  /// The bytes in front of what the length field counts: base offset and length itself.
  public static final int LOG_OVERHEAD_BYTES = 12;

  /// The only format of batches that is written and read.
  public static final byte MAGIC = 2;

  public static final int COMPRESSION_MASK = 0x07;
  public static final int LOG_APPEND_TIME_BIT = 0x08;
  public static final int TRANSACTIONAL_BIT = 0x10;
  public static final int CONTROL_BIT = 0x20;
  public static final int DELETE_HORIZON_BIT = 0x40;

  public static final long NO_TIMESTAMP = -1;
  public static final long NO_PRODUCER_ID = -1;
  public static final short NO_PRODUCER_EPOCH = -1;
  public static final int NO_SEQUENCE = -1;
  public static final int NO_PARTITION_LEADER_EPOCH = -1;

  /// Answer of [#sizeAt]: the bytes end before the batch does.
  public static final int TORN = -1;

  /// Answer of [#sizeAt]: no batch of format v2 begins with these bytes.
  public static final int GARBAGE = -2;

  private ByteBuffer buffer;
  private int position;

  private RecordBatch(ByteBuffer buffer, int position) {
    this.buffer = buffer;
    this.position = position;
  }

  /// A new window on the batch that begins at `position`.
  ///
  /// @throws IllegalArgumentException if no whole batch is there; ask [#sizeAt] before
  public static RecordBatch at(ByteBuffer buffer, int position) {
    return new RecordBatch(buffer, position).wrap(buffer, position);
  }

  /// How many bytes the batch at `position` takes if it is whole and of format v2, else [#TORN] or
  /// [#GARBAGE]. Reads nothing outside `position` to the buffer's limit, and looks at no more than
  /// length and magic: for walking over files whose tail may be torn or rotten.
  public static int sizeAt(ByteBuffer buffer, int position) {
    int available = buffer.limit() - position;
    if (available < LOG_OVERHEAD_BYTES) {
      return TORN;
    }
    int length = buffer.getInt(position + LENGTH_AT);
    if (length < HEADER_BYTES - LOG_OVERHEAD_BYTES
        || length > Integer.MAX_VALUE - LOG_OVERHEAD_BYTES) {
      return GARBAGE;
    }
    if (available > MAGIC_AT && buffer.get(position + MAGIC_AT) != MAGIC) {
      return GARBAGE;
    }
    int size = length + LOG_OVERHEAD_BYTES;
    return size <= available ? size : TORN;
  }

  /// Moves this window to the batch that begins at `position`, and returns itself.
  ///
  /// @throws IllegalArgumentException if no whole batch is there; ask [#sizeAt] before
  public RecordBatch wrap(ByteBuffer buffer, int position) {
    int size = sizeAt(buffer, position);
    if (size < 0) {
      throw new IllegalArgumentException(
          "no whole batch at " + position + ", limit " + buffer.limit() + ", answer " + size);
    }
    this.buffer = buffer;
    this.position = position;
    return this;
  }

  /// Moves this window to a header whose records are elsewhere, and returns itself: only the fields
  /// of the header can be asked for.
  public RecordBatch wrapHeader(ByteBuffer buffer, int position) {
    Objects.checkFromIndexSize(position, HEADER_BYTES, buffer.limit());
    this.buffer = buffer;
    this.position = position;
    return this;
  }

  /// The buffer under this window.
  public ByteBuffer buffer() {
    return buffer;
  }

  /// Where in [#buffer] the batch begins.
  public int position() {
    return position;
  }

  /// Just this batch as a buffer of its own over the same bytes.
  public ByteBuffer slice() {
    return buffer.slice(position, sizeInBytes());
  }

  public long baseOffset() {
    return buffer.getLong(position + BASE_OFFSET_AT);
  }

  public long lastOffset() {
    return baseOffset() + lastOffsetDelta();
  }

  /// The offset that follows the batch.
  public long nextOffset() {
    return lastOffset() + 1;
  }

  /// The whole batch with its header.
  public int sizeInBytes() {
    return buffer.getInt(position + LENGTH_AT) + LOG_OVERHEAD_BYTES;
  }

  public int partitionLeaderEpoch() {
    return buffer.getInt(position + PARTITION_LEADER_EPOCH_AT);
  }

  public byte magic() {
    return buffer.get(position + MAGIC_AT);
  }

  /// The checksum that the header announces, as the int that holds its 32 bits.
  public int crc() {
    return buffer.getInt(position + CRC_AT);
  }

  public short attributes() {
    return buffer.getShort(position + ATTRIBUTES_AT);
  }

  /// The codec, or null if the attributes name one that does not exist; never null after the check.
  public @Nullable Compression compressionOrNull() {
    return Compression.ofId(attributes() & COMPRESSION_MASK).orElse(null);
  }

  /// The codec of a batch that was checked.
  ///
  /// @throws IllegalStateException if the attributes name a codec that does not exist
  public Compression compression() {
    Compression compression = compressionOrNull();
    if (compression == null) {
      throw new IllegalStateException("no codec with this id, attributes=" + attributes());
    }
    return compression;
  }

  public boolean isCompressed() {
    return (attributes() & COMPRESSION_MASK) != 0;
  }

  public TimestampType timestampType() {
    return (attributes() & LOG_APPEND_TIME_BIT) == 0
        ? TimestampType.CREATE_TIME
        : TimestampType.LOG_APPEND_TIME;
  }

  public boolean isTransactional() {
    return (attributes() & TRANSACTIONAL_BIT) != 0;
  }

  public boolean isControl() {
    return (attributes() & CONTROL_BIT) != 0;
  }

  public boolean hasDeleteHorizon() {
    return (attributes() & DELETE_HORIZON_BIT) != 0;
  }

  /// When tombstones and markers in this batch may go (KIP-534), or [#NO_TIMESTAMP] if not yet set.
  public long deleteHorizonMs() {
    return hasDeleteHorizon() ? baseTimestamp() : NO_TIMESTAMP;
  }

  public int lastOffsetDelta() {
    return buffer.getInt(position + LAST_OFFSET_DELTA_AT);
  }

  /// What the records' timestamps are deltas of; the delete horizon if [#hasDeleteHorizon].
  public long baseTimestamp() {
    return buffer.getLong(position + BASE_TIMESTAMP_AT);
  }

  public long maxTimestamp() {
    return buffer.getLong(position + MAX_TIMESTAMP_AT);
  }

  public long producerId() {
    return buffer.getLong(position + PRODUCER_ID_AT);
  }

  public boolean hasProducerId() {
    return producerId() > NO_PRODUCER_ID;
  }

  public short producerEpoch() {
    return buffer.getShort(position + PRODUCER_EPOCH_AT);
  }

  public int baseSequence() {
    return buffer.getInt(position + BASE_SEQUENCE_AT);
  }

  /// The sequence number of the last record; numbers begin again at 0 after 2^31 - 1.
  public int lastSequence() {
    int base = baseSequence();
    return base == NO_SEQUENCE ? NO_SEQUENCE : (base + lastOffsetDelta()) & Integer.MAX_VALUE;
  }

  public int recordCount() {
    return buffer.getInt(position + RECORD_COUNT_AT);
  }

  /// Gives the batch its place in the log. The checksum does not cover these fields and stays.
  public void assignOffsets(long baseOffset, int partitionLeaderEpoch) {
    buffer.putLong(position + BASE_OFFSET_AT, baseOffset);
    buffer.putInt(position + PARTITION_LEADER_EPOCH_AT, partitionLeaderEpoch);
  }

  /// Makes `nowMs` the timestamp of every record (`message.timestamp.type=LogAppendTime`), and
  /// computes the checksum again.
  public void setLogAppendTime(long nowMs) {
    buffer.putShort(position + ATTRIBUTES_AT, (short) (attributes() | LOG_APPEND_TIME_BIT));
    setMaxTimestamp(nowMs);
  }

  /// Corrects the max timestamp, and computes the checksum again.
  public void setMaxTimestamp(long timestampMs) {
    buffer.putLong(position + MAX_TIMESTAMP_AT, timestampMs);
    buffer.putInt(position + CRC_AT, computeCrc());
  }

  /// Whether the bytes are the ones that were sealed: CRC-32C over everything from the attributes
  /// on.
  public boolean crcMatches() {
    return crc() == computeCrc();
  }

  /// The checksum the batch should have, by the processor's own instruction and without copying.
  // hot: ChecksumBenchmark
  public int computeCrc() {
    int from = position + ATTRIBUTES_AT;
    int bytes = sizeInBytes() - ATTRIBUTES_AT;
    var crc = new CRC32C();
    if (buffer.hasArray()) {
      crc.update(buffer.array(), buffer.arrayOffset() + from, bytes);
    } else {
      crc.update(buffer.slice(from, bytes));
    }
    return (int) crc.getValue();
  }

  @Override
  public String toString() {
    return "RecordBatch(baseOffset=%d, lastOffset=%d, bytes=%d, leaderEpoch=%d, attributes=%d, records=%d)"
        .formatted(
            baseOffset(),
            lastOffset(),
            sizeInBytes(),
            partitionLeaderEpoch(),
            attributes(),
            recordCount());
  }
}
