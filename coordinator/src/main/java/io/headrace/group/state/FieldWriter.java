package io.headrace.group.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes Kafka's primitive types.
final class FieldWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  FieldWriter writeByte(int value) {
    out.write(value);
    return this;
  }

  FieldWriter writeShort(int value) {
    return writeByte(value >> 8).writeByte(value);
  }

  FieldWriter writeInt(int value) {
    return writeShort(value >> 16).writeShort(value);
  }

  FieldWriter writeLong(long value) {
    return writeInt((int) (value >> 32)).writeInt((int) value);
  }

  FieldWriter writeString(@Nullable String text) {
    if (text == null) {
      return writeShort(-1);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("a string of " + bytes.length + " bytes");
    }
    writeShort(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  FieldWriter writeCompactString(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeVarint(bytes.length + 1);
    out.writeBytes(bytes);
    return this;
  }

  FieldWriter writeBlob(Blob blob) {
    writeInt(blob.length());
    out.writeBytes(blob.bytes());
    return this;
  }

  FieldWriter writeVarint(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    return writeByte(rest);
  }

  ByteBuffer done() {
    return ByteBuffer.wrap(out.toByteArray());
  }
}
