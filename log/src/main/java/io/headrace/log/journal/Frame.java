package io.headrace.log.journal;

import io.headrace.base.PartitionId;
import io.headrace.record.RecordBatch;
import java.nio.ByteBuffer;

/// The entries of one commit, as they will lie in the journal. Filled on the reactor, sealed and
/// written on the lane, then used again.
public final class Frame {

  /// Above this, appends are no longer copied here but synced in their segments.
  public static final int MAX_DATA_BYTES = 4 << 20;

  /// What a frame keeps between commits.
  private static final int KEPT_BYTES = MAX_DATA_BYTES;

  private static final int FIRST_BYTES = 64 << 10;
  private static final byte[] PADDING = new byte[JournalFormat.BLOCK_BYTES];

  private ByteBuffer buffer = JournalFormat.allocateBlocks(FIRST_BYTES);
  private int entriesAt;

  public Frame() {
    clear();
  }

  /// Makes the frame empty.
  public void clear() {
    if (buffer.capacity() > KEPT_BYTES) {
      buffer = JournalFormat.allocateBlocks(FIRST_BYTES);
    }
    buffer.clear().position(JournalFormat.FRAME_HEADER_BYTES);
    entriesAt = buffer.position();
  }

  /// Says in short what the frame before says, should that rot; comes before all else.
  ///
  /// @param before its entries
  public void echo(ByteBuffer before) {
    Echo.write(before, this);
    entriesAt = buffer.position();
  }

  /// What was added until now.
  public ByteBuffer entries() {
    return buffer.duplicate().limit(buffer.position()).position(entriesAt);
  }

  public boolean isEmpty() {
    return buffer.position() == entriesAt;
  }

  public boolean hasRoomForData(int length) {
    return buffer.position() + length <= MAX_DATA_BYTES;
  }

  /// How many bytes it takes in the file.
  public int sizeBytes() {
    return JournalFormat.blocks(buffer.position());
  }

  /// A place to return to with [#reset].
  public int mark() {
    return buffer.position();
  }

  public void reset(int mark) {
    buffer.position(mark);
  }

  /// Adds batches with all their bytes; the buffers are not moved.
  // hot: GroupCommitBenchmark
  public void data(PartitionId id, Extent extent, ByteBuffer[] batches, int count) {
    begin(JournalFormat.DATA, id, JournalFormat.EXTENT_BYTES + extent.length());
    put(extent);
    for (int i = 0; i < count; i++) {
      ByteBuffer source = batches[i];
      int length = source.remaining();
      buffer.put(buffer.position(), source, source.position(), length);
      buffer.position(buffer.position() + length);
    }
  }

  /// Adds the headers of batches whose bytes are in their segment.
  public void extent(PartitionId id, Extent extent, ByteBuffer[] batches, int count) {
    begin(JournalFormat.EXTENT, id, JournalFormat.EXTENT_BYTES + 4);
    put(extent);
    int countAt = buffer.position();
    buffer.putInt(0);
    int headers = 0;
    for (int i = 0; i < count; i++) {
      ByteBuffer source = batches[i];
      for (int at = source.position(); at < source.limit(); ) {
        reserve(RecordBatch.HEADER_BYTES);
        buffer.put(buffer.position(), source, at, RecordBatch.HEADER_BYTES);
        buffer.position(buffer.position() + RecordBatch.HEADER_BYTES);
        at += source.getInt(at + RecordBatch.LENGTH_AT) + RecordBatch.LOG_OVERHEAD_BYTES;
        headers++;
      }
    }
    buffer.putInt(countAt, headers);
  }

  public void start(PartitionId id, long startOffset) {
    begin(JournalFormat.START, id, JournalFormat.START_BYTES);
    buffer.putLong(startOffset);
  }

  public void drop(PartitionId id) {
    begin(JournalFormat.DROP, id, 0);
  }

  public void swap(PartitionId id, Swap swap) {
    begin(JournalFormat.SWAP, id, JournalFormat.SWAP_BYTES);
    buffer
        .putLong(swap.afterFrame())
        .putLong(swap.firstSegment())
        .putLong(swap.lastSegment())
        .putInt(swap.sizeBytes())
        .putLong(swap.maxTimestamp())
        .putLong(swap.offsetOfMaxTimestamp());
  }

  private void begin(byte type, PartitionId id, int bytes) {
    reserve(JournalFormat.ENTRY_HEADER_BYTES + bytes);
    buffer
        .put(type)
        .putLong(id.topicId().mostSignificantBits())
        .putLong(id.topicId().leastSignificantBits())
        .putInt(id.partition());
  }

  private void put(Extent extent) {
    buffer.putLong(extent.segment()).putInt(extent.position()).putInt(extent.length());
  }

  /// The buffer, with room for so many bytes at its position.
  ByteBuffer room(int bytes) {
    reserve(bytes);
    return buffer;
  }

  private void reserve(int bytes) {
    int needed = JournalFormat.blocks(buffer.position() + bytes);
    if (needed > buffer.capacity()) {
      int capacity = JournalFormat.blocks(Math.max(needed, buffer.capacity() * 2));
      buffer = JournalFormat.allocateBlocks(capacity).put(buffer.flip());
    }
  }

  /// Completes the frame for its place; returns its blocks, ready to be written. On the lane.
  ByteBuffer seal(long salt, long sequence) {
    int end = buffer.position();
    int padded = JournalFormat.blocks(end);
    buffer.put(end, PADDING, 0, padded - end);
    buffer
        .putInt(0, JournalFormat.FRAME_MAGIC)
        .putInt(JournalFormat.FRAME_LENGTH_AT, end)
        .putLong(JournalFormat.FRAME_SALT_AT, salt)
        .putLong(JournalFormat.FRAME_SEQUENCE_AT, sequence)
        .putInt(JournalFormat.FRAME_ECHO_AT, entriesAt - JournalFormat.FRAME_HEADER_BYTES)
        .putInt(
            JournalFormat.FRAME_CRC_AT,
            JournalFormat.crc(buffer, JournalFormat.FRAME_SALT_AT, end));
    return buffer.duplicate().position(0).limit(padded);
  }
}
