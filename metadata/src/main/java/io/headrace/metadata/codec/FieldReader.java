package io.headrace.metadata.codec;

import io.headrace.base.TopicId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes fields from bytes that may be damaged: a count is believed only as far as the bytes left
/// can bear it, so that no input costs more memory than a small multiple of itself.
final class FieldReader {
  private static final int MAX_COUNT_BYTES = 5;

  private final ByteBuffer source;

  FieldReader(ByteBuffer source) {
    this.source = source;
  }

  int remaining() {
    return source.remaining();
  }

  private byte readByte() {
    if (!source.hasRemaining()) {
      throw new DamagedRecordException("ends too early");
    }
    return source.get();
  }

  int readCount() {
    long value = 0;
    for (int index = 0; index < MAX_COUNT_BYTES; index++) {
      byte next = readByte();
      value |= (long) (next & 0x7F) << (7 * index);
      if (next >= 0) {
        if (value > Integer.MAX_VALUE) {
          throw new DamagedRecordException("number too large: " + value);
        }
        return (int) value;
      }
    }
    throw new DamagedRecordException("number of more than five bytes");
  }

  int readIdOrNone() {
    return readCount() - 1;
  }

  long readLong() {
    need(Long.BYTES);
    return source.getLong();
  }

  TopicId readTopicId() {
    return new TopicId(readLong(), readLong());
  }

  String readString() {
    return readUtf8(readCount());
  }

  @Nullable String readNullableString() {
    int lengthAndOne = readCount();
    return lengthAndOne == 0 ? null : readUtf8(lengthAndOne - 1);
  }

  /// Elements of at least one byte each.
  <T> List<T> readList(Function<FieldReader, T> element) {
    int count = readCount();
    need(count);
    var list = new ArrayList<T>(count);
    for (int index = 0; index < count; index++) {
      list.add(element.apply(this));
    }
    return list;
  }

  private String readUtf8(int length) {
    need(length);
    ByteBuffer utf8 = source.slice(source.position(), length);
    source.position(source.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException _) {
      throw new DamagedRecordException("text that is not UTF-8");
    }
  }

  private void need(int count) {
    if (count > source.remaining()) {
      throw new DamagedRecordException(count + " wanted, " + source.remaining() + " bytes left");
    }
  }
}
