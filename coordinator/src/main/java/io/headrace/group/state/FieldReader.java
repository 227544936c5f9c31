package io.headrace.group.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads Kafka's primitive types out of a record of ours. `compact` is how flexible versions
/// (KIP-482) write lengths.
final class FieldReader {

  private final ByteBuffer buffer;
  private final boolean compact;

  FieldReader(ByteBuffer buffer, boolean compact) {
    this.buffer = buffer;
    this.compact = compact;
  }

  int readInt() {
    return buffer.getInt();
  }

  long readLong() {
    return buffer.getLong();
  }

  String readString() {
    String text = readNullableString();
    if (text == null) {
      throw new IllegalArgumentException("null where a string must be");
    }
    return text;
  }

  @Nullable String readNullableString() {
    int length = compact ? readVarint() - 1 : buffer.getShort();
    return length < 0 ? null : new String(take(length), StandardCharsets.UTF_8);
  }

  Blob readBlob() {
    int length = readCount();
    return length < 0 ? Blob.EMPTY : Blob.of(take(length));
  }

  /// The number of elements of an array, or of bytes.
  int readCount() {
    return compact ? readVarint() - 1 : buffer.getInt();
  }

  int readVarint() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte next = buffer.get();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without end");
  }

  /// Passes over tagged fields, if this version can have any.
  void skipTags() {
    if (compact) {
      int count = readVarint();
      for (int i = 0; i < count; i++) {
        readVarint();
        skip(readVarint());
      }
    }
  }

  void skip(int length) {
    take(length);
  }

  private byte[] take(int length) {
    if (length < 0 || length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }
}
