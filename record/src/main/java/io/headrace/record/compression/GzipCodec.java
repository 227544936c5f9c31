package io.headrace.record.compression;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Gzip, as the JDK reads it.
final class GzipCodec implements Codec {

  private static final int WINDOW_BYTES = 4096;
  private static final int PIECE_BYTES = 16 << 10;

  private final GZIPInputStream stream;
  private final byte[] piece = new byte[PIECE_BYTES];

  GzipCodec(ByteBuffer source) throws IOException {
    this.stream = new GZIPInputStream(new BufferInputStream(source), WINDOW_BYTES);
  }

  @Override
  public @Nullable ByteBuffer next() throws IOException {
    int bytes = stream.read(piece);
    return bytes < 0 ? null : ByteBuffer.wrap(piece, 0, bytes);
  }

  /// Frees what is not on the heap.
  @Override
  public void end() throws IOException {
    stream.close();
  }
}
