package io.headrace.record.compression;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// A codec of Kafka's batch format: the low three bits of a batch's attributes.
public enum Compression {
  NONE(0),
  GZIP(1),
  SNAPPY(2),
  LZ4(3),
  ZSTD(4);

  private static final int GZIP_WINDOW_BYTES = 4096;
  private static final Compression[] BY_ID = values();

  private final int id;

  Compression(int id) {
    this.id = id;
  }

  /// The number that stands for this codec in a batch's attributes.
  public int id() {
    return id;
  }

  /// The name as `compression.type` spells it, `gzip` for example.
  public String configValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The codec with this number, or nothing for the numbers 5 to 7, which nobody has given a
  /// meaning.
  public static Optional<Compression> ofId(int id) {
    return isKnownId(id) ? Optional.of(BY_ID[id]) : Optional.empty();
  }

  public static boolean isKnownId(int id) {
    return id >= 0 && id < BY_ID.length;
  }

  /// The codec that `compression.type` names; nothing for `producer` and for unknown names.
  public static Optional<Compression> ofConfigValue(String value) {
    for (Compression compression : BY_ID) {
      if (compression.configValue().equals(value)) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }

  /// What comes out of these compressed bytes, a piece at a time. The stream throws [IOException],
  /// and nothing else, when the bytes are not what they should be. Closing it gives back native
  /// memory. It takes memory in proportion to the compressed bytes; how far it may inflate is for
  /// the reader to bound.
  ///
  /// @param compressed from position to limit; not moved
  public InputStream readFrom(ByteBuffer compressed) throws IOException {
    ByteBuffer source = compressed.slice();
    return switch (this) {
      case NONE -> new BufferInputStream(source);
      case GZIP -> new GZIPInputStream(new BufferInputStream(source), GZIP_WINDOW_BYTES);
      case SNAPPY -> new SnappyBlockInputStream(source);
      case LZ4 -> new Lz4FrameInputStream(source);
      case ZSTD ->
          new ZstdInputStreamNoFinalizer(
              new BufferInputStream(source), RecyclingBufferPool.INSTANCE);
    };
  }
}
