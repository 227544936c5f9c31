package io.headrace.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.record.BatchBuilder;
import java.nio.ByteBuffer;

/// Batches that the tests of this package share.
final class Batches {

  static final long NOW_MS = 1_700_000_000_000L;

  private Batches() {}

  static ByteBuffer records(int count) {
    return fill(BatchBuilder.plain(), count);
  }

  static ByteBuffer ofProducer(long producerId, int firstSequence, int count) {
    return fill(BatchBuilder.plain().producer(producerId, (short) 0, firstSequence), count);
  }

  static ByteBuffer fill(BatchBuilder builder, int count) {
    for (int i = 0; i < count; i++) {
      builder.append(NOW_MS, bytes("key" + i), bytes("a value that repeats, repeats, repeats"));
    }
    return builder.build();
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
