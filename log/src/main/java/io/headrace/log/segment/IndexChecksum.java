package io.headrace.log.segment;

import java.nio.ByteBuffer;

/// A checksum of an index's entries that goes on where it stopped when entries are added: 32 bits
/// of a running product, one step for each int.
final class IndexChecksum {

  private static final int MULTIPLIER = 0x9E3779B1;

  private IndexChecksum() {}

  /// The checksum after all ints from position to limit; the buffer is not moved.
  static int of(int before, ByteBuffer entries) {
    int sum = before;
    for (int at = entries.position(); at < entries.limit(); at += Integer.BYTES) {
      sum = Integer.rotateLeft((sum ^ entries.getInt(at)) * MULTIPLIER, 13) + 1;
    }
    return sum;
  }
}
