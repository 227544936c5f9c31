package io.headrace.simulator.client;

import io.headrace.record.BatchBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record as clients send and read it.
///
/// @param value null makes it a tombstone
public record Payload(@Nullable String key, @Nullable String value, long timestampMs) {

  /// Adds these to a batch.
  static void addTo(BatchBuilder builder, List<Payload> records) {
    for (Payload each : records) {
      builder.append(each.timestampMs, buffer(each.key), buffer(each.value));
    }
  }

  static @Nullable String text(@Nullable ByteBuffer bytes) {
    return bytes == null ? null : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  private static @Nullable ByteBuffer buffer(@Nullable String text) {
    return text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    String shown = value == null ? "a tombstone" : value.substring(0, Math.min(40, value.length()));
    return key == null ? shown : key + "=" + shown;
  }
}
