package io.headrace.cli.records;

import java.io.IOException;
import java.io.OutputStream;

/// Gathers small writes into blocks, without the lock of the JDK's own: one thread writes here.
final class BlockOutputStream extends OutputStream {

  private static final int BLOCK_BYTES = 256 * 1024;

  private final OutputStream target;
  private final byte[] block = new byte[BLOCK_BYTES];
  private int filled;

  BlockOutputStream(OutputStream target) {
    this.target = target;
  }

  // hot: ConsumeVerbBenchmark
  @Override
  public void write(int value) throws IOException {
    if (filled == block.length) {
      writeBlock();
    }
    block[filled++] = (byte) value;
  }

  // hot: ConsumeVerbBenchmark
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > block.length - filled) {
      writeBlock();
      if (length > block.length) {
        target.write(bytes, offset, length);
        return;
      }
    }
    System.arraycopy(bytes, offset, block, filled, length);
    filled += length;
  }

  @Override
  public void flush() throws IOException {
    writeBlock();
    target.flush();
  }

  /// Writes what is left. The target stays open: it is the standard output.
  @Override
  public void close() throws IOException {
    flush();
  }

  private void writeBlock() throws IOException {
    target.write(block, 0, filled);
    filled = 0;
  }
}
