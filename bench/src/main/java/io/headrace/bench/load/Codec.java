package io.headrace.bench.load;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/// How the records of a batch are compressed, each as Kafka's producer does it by default.
public enum Codec {
  NONE,
  GZIP,
  SNAPPY,
  LZ4,
  ZSTD;

  private static final byte MAGIC = 2;

  /// As in settings.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// As in the attributes of a batch.
  int id() {
    return ordinal();
  }

  byte[] compress(byte[] records) throws IOException {
    var compressed = new ByteBufferOutputStream(Math.max(1 << 10, records.length));
    Compression compression = Compression.of(word()).build();
    try (OutputStream out = compression.wrapForOutput(compressed, MAGIC)) {
      out.write(records);
    }
    byte[] bytes = new byte[compressed.position()];
    compressed.buffer().flip().get(bytes);
    return bytes;
  }
}
