package io.headrace.record.compression;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Decompresses one batch after the other, a piece at a time, and keeps what that takes: making a
/// codec's memory anew for each batch costs as much as decompressing a small one.
///
/// ```
/// open(codec, bytes)   next() ... next()   end()   open(codec, other bytes) ...   close()
/// ```
///
/// The bytes may be hostile: it takes memory in proportion to them, whatever sizes their headers
/// announce. How far they may expand is for the caller to bound, piece by piece.
///
/// Used by one thread.
public final class Decompressor implements AutoCloseable {

  private final PieceMemory memory = new PieceMemory();
  private @Nullable ZstdCodec zstd;
  private @Nullable Codec current;

  /// Begins with other bytes.
  ///
  /// @param compressed from position to limit; not moved, and not changed before the next call
  public void open(Compression compression, ByteBuffer compressed) throws IOException {
    end();
    current = codecFor(compression, compressed.slice());
  }

  private Codec codecFor(Compression compression, ByteBuffer source) throws IOException {
    return switch (compression) {
      case NONE -> new PlainCodec(source);
      case GZIP -> new GzipCodec(source);
      case SNAPPY -> new SnappyCodec(source, memory);
      case LZ4 -> new Lz4Codec(source, memory);
      case ZSTD -> {
        if (zstd == null) {
          zstd = new ZstdCodec(memory);
        }
        yield zstd.open(source);
      }
    };
  }

  /// The next piece, from position to limit and never empty; null behind the last. It is good until
  /// the next call.
  ///
  /// @throws IOException and nothing else, if the bytes are not what they should be
  public @Nullable ByteBuffer next() throws IOException {
    Codec codec = current;
    return codec == null ? null : codec.next();
  }

  /// No more of these bytes is wanted.
  public void end() throws IOException {
    Codec codec = current;
    current = null;
    if (codec != null) {
      codec.end();
    }
  }

  /// Gives back what is not the heap's. It can be opened again.
  @Override
  public void close() throws IOException {
    end();
    if (zstd != null) {
      zstd.close();
      zstd = null;
    }
  }
}
