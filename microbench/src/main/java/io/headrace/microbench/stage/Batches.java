package io.headrace.microbench.stage;

import io.headrace.record.BatchBuilder;
import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/// Batches to measure with.
public final class Batches {

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz ETAOIN";

  private Batches() {}

  /// A batch of records without keys that nobody can compress.
  public static ByteBuffer ofNoise(int records, int valueBytes) {
    var random = new SplittableRandom(1);
    BatchBuilder builder = BatchBuilder.plain();
    for (int i = 0; i < records; i++) {
      byte[] value = new byte[valueBytes];
      random.nextBytes(value);
      builder.append(System.currentTimeMillis(), null, ByteBuffer.wrap(value));
    }
    return builder.build();
  }

  /// A batch of records of something like text, which compresses to about two thirds.
  public static ByteBuffer ofText(Compression compression, int records, int valueBytes) {
    var random = new SplittableRandom(1);
    BatchBuilder builder = BatchBuilder.compressed(CompressionLevel.defaultOf(compression));
    for (int i = 0; i < records; i++) {
      byte[] value = new byte[valueBytes];
      for (int at = 0; at < valueBytes; at++) {
        value[at] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
      }
      builder.append(System.currentTimeMillis(), null, ByteBuffer.wrap(value));
    }
    return builder.build();
  }

  /// The same bytes outside of the heap, where the network has them.
  public static ByteBuffer direct(ByteBuffer batch) {
    return ByteBuffer.allocateDirect(batch.remaining()).put(batch.duplicate()).flip();
  }
}
