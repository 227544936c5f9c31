package io.headrace.log.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The bytes of journal files (docs/formats/journal.md).
final class JournalFormat {

  /// Frames begin at multiples of this, and each is written whole, so that no later write touches a
  /// block of a frame that is durable.
  static final int BLOCK_BYTES = 4096;

  static final long FILE_MAGIC = 0x4852_4a4f_5552_4e31L; // HRJOURN1
  static final int FILE_HEADER_BYTES = 8 + 8 + 8 + 4;

  static final int FRAME_MAGIC = 0x4852_4a46; // HRJF
  static final int FRAME_LENGTH_AT = 4;
  static final int FRAME_CRC_AT = 8;
  static final int FRAME_SALT_AT = 12;
  static final int FRAME_SEQUENCE_AT = 20;
  static final int FRAME_ECHO_AT = 28;
  static final int FRAME_HEADER_BYTES = 32;

  static final byte DATA = 1;
  static final byte EXTENT = 2;
  static final byte START = 3;
  static final byte DROP = 4;
  static final byte SWAP = 5;
  static final byte END = 6;

  /// Type, topic id, and partition.
  static final int ENTRY_HEADER_BYTES = 1 + 16 + 4;

  static final int EXTENT_BYTES = 8 + 4 + 4;
  static final int START_BYTES = 8;
  static final int SWAP_BYTES = 8 + 8 + 8 + 4 + 8 + 8;
  static final int END_BYTES = 8 + 4 + 8;

  private JournalFormat() {}

  static int blocks(int bytes) {
    return (bytes + BLOCK_BYTES - 1) & -BLOCK_BYTES;
  }

  /// Memory that a device can take blocks from directly: so many bytes, or more.
  static ByteBuffer allocateBlocks(int bytes) {
    return ByteBuffer.allocateDirect(blocks(bytes) + BLOCK_BYTES).alignedSlice(BLOCK_BYTES);
  }

  static int crc(ByteBuffer buffer, int from, int to) {
    var crc = new CRC32C();
    crc.update(buffer.slice(from, to - from));
    return (int) crc.getValue();
  }

  static ByteBuffer fileHeader(long generation, long salt) {
    ByteBuffer header = ByteBuffer.allocateDirect(BLOCK_BYTES);
    header.putLong(FILE_MAGIC).putLong(generation).putLong(salt);
    header.putInt(crc(header, 0, header.position()));
    return header.clear();
  }
}
