package io.headrace.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A header of a record (KIP-82): a name in UTF-8 and perhaps a value, both views of the record.
public record RecordHeader(ByteBuffer key, @Nullable ByteBuffer value) {

  public static RecordHeader of(String key, @Nullable ByteBuffer value) {
    return new RecordHeader(ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)), value);
  }

  public String name() {
    return StandardCharsets.UTF_8.decode(key.duplicate()).toString();
  }
}
