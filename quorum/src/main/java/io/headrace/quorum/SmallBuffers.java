package io.headrace.quorum;

import java.nio.ByteBuffer;
import org.apache.kafka.common.memory.MemoryPool;

/// Memory for the batches that the engine builds. It asks for 8 MiB each time, which nearly no
/// batch needs: it gets a small buffer, which grows with what is written.
///
/// Bounded by the engine: it builds at most ten batches at once.
final class SmallBuffers implements MemoryPool {
  private static final int BYTES = 16 * 1024;

  @Override
  public ByteBuffer tryAllocate(int bytes) {
    return ByteBuffer.allocate(Math.min(bytes, BYTES));
  }

  @Override
  public void release(ByteBuffer buffer) {}

  @Override
  public long size() {
    return Long.MAX_VALUE;
  }

  @Override
  public long availableMemory() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean isOutOfMemory() {
    return false;
  }
}
