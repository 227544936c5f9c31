package io.headrace.cli.produce;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Austin Appleby's hash of 32 bits, with the seed that every Kafka client uses to choose the
/// partition of a key.
final class Murmur2 {

  private static final int SEED = 0x9747b28c;
  private static final int FACTOR = 0x5bd1e995;
  private static final int SHIFT = 24;

  private Murmur2() {}

  /// Hashes from position to limit; the buffer is not moved.
  // hot: ProduceVerbBenchmark
  static int hash(ByteBuffer bytes) {
    ByteBuffer rest = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int hash = SEED ^ rest.remaining();
    while (rest.remaining() >= Integer.BYTES) {
      int word = rest.getInt() * FACTOR;
      word ^= word >>> SHIFT;
      hash = (hash * FACTOR) ^ (word * FACTOR);
    }
    if (rest.hasRemaining()) {
      int tail = 0;
      for (int shift = 0; rest.hasRemaining(); shift += Byte.SIZE) {
        tail |= (rest.get() & 0xFF) << shift;
      }
      hash = (hash ^ tail) * FACTOR;
    }
    hash ^= hash >>> 13;
    hash *= FACTOR;
    return hash ^ (hash >>> 15);
  }
}
