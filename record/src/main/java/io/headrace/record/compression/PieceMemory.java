package io.headrace.record.compression;

import java.nio.ByteBuffer;

/// The memory that pieces are decompressed into.
final class PieceMemory {

  /// A codec that may choose takes pieces of this size.
  static final int USUAL_BYTES = 64 << 10;

  /// As much is kept from batch to batch: the largest block of lz4. A larger one, which only snappy
  /// knows, gets memory of its own.
  private static final int KEPT_BYTES = 4 << 20;

  private ByteBuffer kept = ByteBuffer.allocate(0);

  /// An empty buffer with room for so many bytes: off the heap, where the codecs' own code reads
  /// and writes without a copy, unless it is a very large one.
  ByteBuffer of(int bytes) {
    if (bytes > KEPT_BYTES) {
      return ByteBuffer.allocate(bytes);
    }
    if (kept.capacity() < bytes) {
      kept = ByteBuffer.allocateDirect(Math.min(KEPT_BYTES, Math.max(bytes, 2 * kept.capacity())));
    }
    return kept.clear().limit(bytes);
  }
}
