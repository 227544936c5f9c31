package io.headrace.record.compression;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Cleaner.Cleanable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Zstandard (RFC 8878), one frame after the other, as in the library's own stream.
///
/// Its context is made once: at Kafka's level 3 each has a window of 2 MiB, and to take that anew
/// from the system for each batch costs more than to decompress 64 KiB. The library makes it
/// smaller by itself when a larger one, 128 MiB at most, was not needed for long.
final class ZstdCodec implements Codec, AutoCloseable {

  /// For contexts that nobody closes, such as those of a node that was thrown away in simulation.
  private static final Cleaner CLEANER = Cleaner.create();

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final PieceMemory memory;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final Cleanable cleanable = CLEANER.register(this, context::close);
  private ByteBuffer source = NOTHING;
  private boolean frameEnded;

  ZstdCodec(PieceMemory memory) {
    this.memory = memory;
  }

  /// Begins with other bytes.
  ZstdCodec open(ByteBuffer compressed) {
    context.reset();
    source = compressed.isDirect() ? compressed : copyOf(compressed);
    frameEnded = true;
    return this;
  }

  private static ByteBuffer copyOf(ByteBuffer compressed) {
    return ByteBuffer.allocateDirect(compressed.remaining()).put(compressed).flip();
  }

  @Override
  public @Nullable ByteBuffer next() throws IOException {
    ByteBuffer piece = memory.of(PieceMemory.USUAL_BYTES);
    while (source.hasRemaining() || !frameEnded) {
      int before = source.position();
      try {
        frameEnded = context.decompressDirectByteBufferStream(piece, source);
      } catch (ZstdException e) {
        throw new IOException("zstd: " + e.getMessage(), e);
      }
      if (piece.position() > 0) {
        return piece.flip();
      }
      if (source.position() == before && !frameEnded) {
        throw new IOException("zstd: the end is missing");
      }
    }
    return null;
  }

  @Override
  public void end() {
    source = NOTHING;
    frameEnded = true;
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
