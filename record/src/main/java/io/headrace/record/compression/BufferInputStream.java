package io.headrace.record.compression;

import java.io.InputStream;
import java.nio.ByteBuffer;

/// The bytes of a buffer from position to limit as a stream.
final class BufferInputStream extends InputStream {

  private final ByteBuffer source;

  BufferInputStream(ByteBuffer source) {
    this.source = source;
  }

  @Override
  public int read() {
    return source.hasRemaining() ? source.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int bytes = Math.min(length, source.remaining());
    if (bytes == 0) {
      return -1;
    }
    source.get(target, offset, bytes);
    return bytes;
  }

  @Override
  public int available() {
    return source.remaining();
  }
}
