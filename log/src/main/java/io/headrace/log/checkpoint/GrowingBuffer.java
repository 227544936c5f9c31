package io.headrace.log.checkpoint;

import java.nio.ByteBuffer;

/// A buffer that makes room for what is put into it.
final class GrowingBuffer {

  private ByteBuffer buffer = ByteBuffer.allocate(4096);

  GrowingBuffer put(byte value) {
    room(1).put(value);
    return this;
  }

  GrowingBuffer putShort(short value) {
    room(Short.BYTES).putShort(value);
    return this;
  }

  GrowingBuffer putInt(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  GrowingBuffer putLong(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      buffer = ByteBuffer.allocate(buffer.capacity() * 2).put(buffer.flip());
    }
    return buffer;
  }

  /// What was put, from 0 to the limit; nothing may be put after this.
  ByteBuffer finish() {
    return buffer.flip();
  }
}
