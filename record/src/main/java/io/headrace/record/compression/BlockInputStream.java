package io.headrace.record.compression;

import java.io.IOException;
import java.io.InputStream;

/// A stream of blocks each of which is inflated whole.
abstract class BlockInputStream extends InputStream {

  private byte[] block = new byte[0];
  private int at;
  private int end;

  /// Memory for the next block, at least so large.
  final byte[] blockOf(int bytes) {
    if (block.length < bytes) {
      block = new byte[bytes];
    }
    return block;
  }

  /// Inflates the next block into [#blockOf] and answers its size, or -1 at the end.
  abstract int nextBlock() throws IOException;

  @Override
  public int read() throws IOException {
    return hasBytes() ? block[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasBytes()) {
      return -1;
    }
    int bytes = Math.min(length, end - at);
    System.arraycopy(block, at, target, offset, bytes);
    at += bytes;
    return bytes;
  }

  private boolean hasBytes() throws IOException {
    while (at == end) {
      int bytes = nextBlock();
      if (bytes < 0) {
        return false;
      }
      at = 0;
      end = bytes;
    }
    return true;
  }
}
