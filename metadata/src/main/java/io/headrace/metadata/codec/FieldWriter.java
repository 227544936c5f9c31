package io.headrace.metadata.codec;

import io.headrace.base.TopicId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Appends fields to a growing array.
final class FieldWriter {
  private byte[] bytes = new byte[64];
  private int size;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int count) {
    if (size + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * bytes.length));
    }
  }

  private void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /// Seven bits a byte, low bits first; `value` is zero or more.
  void writeCount(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
    int rest = value;
    while (rest > 0x7F) {
      writeByte(rest | 0x80);
      rest >>>= 7;
    }
    writeByte(rest);
  }

  /// A broker id or −1 for none.
  void writeIdOrNone(int id) {
    writeCount(id + 1);
  }

  void writeLong(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      writeByte((int) (value >>> shift));
    }
  }

  void writeTopicId(TopicId id) {
    writeLong(id.mostSignificantBits());
    writeLong(id.leastSignificantBits());
  }

  void writeString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeCount(utf8.length);
    writeRaw(utf8);
  }

  void writeNullableString(@Nullable String text) {
    if (text == null) {
      writeCount(0);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeCount(utf8.length + 1);
    writeRaw(utf8);
  }

  <T> void writeList(List<T> list, BiConsumer<FieldWriter, T> element) {
    writeCount(list.size());
    for (T each : list) {
      element.accept(this, each);
    }
  }

  private void writeRaw(byte[] source) {
    reserve(source.length);
    System.arraycopy(source, 0, bytes, size, source.length);
    size += source.length;
  }
}
