package io.headrace.bench.machine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.CRC32C;

/// The checksum of record batches.
final class ChecksumLimit {

  private static final int CHUNK = 64 << 10;

  private ChecksumLimit() {}

  static Limit measure(Duration length) {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    round(chunk, length.dividedBy(2));
    return new Limit("CRC32C of 64 KiB off the heap, MiB/s", round(chunk, length));
  }

  private static double round(ByteBuffer chunk, Duration length) {
    var crc = new CRC32C();
    long startNs = System.nanoTime();
    long bytes = 0;
    while (System.nanoTime() - startNs < length.toNanos()) {
      crc.update(chunk.clear());
      bytes += CHUNK;
    }
    return bytes / (double) (1 << 20) / ((System.nanoTime() - startNs) / 1e9);
  }
}
