package io.headrace.log.directory;

import io.headrace.record.BatchBuilder;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.nio.ByteBuffer;

/// A few records of random size and content.
final class RandomRecords {

  private RandomRecords() {}

  /// @param keyed with one of a dozen keys, and now and then a tombstone
  static ByteBuffer addTo(
      BatchBuilder batch, SimulatedRandom random, long timestampMs, boolean keyed) {
    int records = 1 + random.nextInt(4);
    for (int i = 0; i < records; i++) {
      byte[] value = new byte[random.oneIn(10) ? random.nextInt(2000) : random.nextInt(100)];
      for (int b = 0; b < value.length; b++) {
        value[b] = (byte) random.nextInt(256);
      }
      boolean isTombstone = keyed && random.oneIn(4);
      batch.append(
          timestampMs,
          keyed ? ByteBuffer.wrap(new byte[] {(byte) random.nextInt(12)}) : null,
          isTombstone ? null : ByteBuffer.wrap(value));
    }
    return batch.build();
  }
}
