package io.headrace.record.compression;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.xxhash.XXHashFactory;
import org.xerial.snappy.SnappyOutputStream;

/// A codec together with how hard it tries (KIP-390): topic configs `compression.type` and
/// `compression.gzip.level`, `compression.lz4.level`, `compression.zstd.level`.
///
/// @param level means nothing for [Compression#NONE] and [Compression#SNAPPY]
public record CompressionLevel(Compression compression, int level) {

  /// Deflater's own choice, which is 6.
  public static final int GZIP_DEFAULT = -1;

  /// Stands for the fast compressor; every other level takes the high compressor, as in Kafka.
  public static final int LZ4_DEFAULT = 9;

  public static final int ZSTD_DEFAULT = 3;

  private static final int ZSTD_LOWEST = -131_072;
  private static final int GZIP_BUFFER_BYTES = 8192;
  private static final long LZ4_UNKNOWN_SIZE = -1;

  public CompressionLevel {
    boolean inRange =
        switch (compression) {
          case NONE, SNAPPY -> true;
          case GZIP -> level == GZIP_DEFAULT || (level >= 1 && level <= 9);
          case LZ4 -> level >= 1 && level <= 17;
          case ZSTD -> level >= ZSTD_LOWEST && level <= 22;
        };
    if (!inRange) {
      throw new IllegalArgumentException("level " + level + " is out of range for " + compression);
    }
  }

  /// The codec at the level Kafka takes when none is configured.
  public static CompressionLevel defaultOf(Compression compression) {
    return new CompressionLevel(
        compression,
        switch (compression) {
          case NONE, SNAPPY -> 0;
          case GZIP -> GZIP_DEFAULT;
          case LZ4 -> LZ4_DEFAULT;
          case ZSTD -> ZSTD_DEFAULT;
        });
  }

  /// A stream that compresses into `out` in the framing that Kafka's clients read; closing it
  /// writes the end and closes `out`.
  public OutputStream writeTo(OutputStream out) throws IOException {
    return switch (compression) {
      case NONE -> out;
      case GZIP -> new LevelledGzipOutputStream(out, level);
      case SNAPPY -> new SnappyOutputStream(out);
      case LZ4 ->
          new LZ4FrameOutputStream(
              out,
              BLOCKSIZE.SIZE_64KB,
              LZ4_UNKNOWN_SIZE,
              lz4Compressor(),
              XXHashFactory.fastestInstance().hash32(),
              FLG.Bits.BLOCK_INDEPENDENCE);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out, RecyclingBufferPool.INSTANCE, level);
    };
  }

  private LZ4Compressor lz4Compressor() {
    LZ4Factory factory = LZ4Factory.fastestInstance();
    return level == LZ4_DEFAULT ? factory.fastCompressor() : factory.highCompressor(level);
  }

  /// The JDK's stream keeps the deflater to subclasses.
  private static final class LevelledGzipOutputStream extends GZIPOutputStream {

    LevelledGzipOutputStream(OutputStream out, int level) throws IOException {
      super(out, GZIP_BUFFER_BYTES);
      def.setLevel(level);
    }
  }
}
