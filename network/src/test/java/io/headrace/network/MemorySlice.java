package io.headrace.network;

import io.headrace.runtime.FileSlice;
import java.nio.ByteBuffer;

/// A slice of no file.
final class MemorySlice implements FileSlice {

  volatile int releases;
  private final byte[] content;

  MemorySlice(byte[] content) {
    this.content = content;
  }

  @Override
  public long position() {
    return 0;
  }

  @Override
  public int length() {
    return content.length;
  }

  @Override
  public int read(ByteBuffer target, int offset) {
    int count = Math.min(target.remaining(), content.length - offset);
    target.put(content, offset, count);
    return count;
  }

  @Override
  public void release() {
    releases++;
  }
}
