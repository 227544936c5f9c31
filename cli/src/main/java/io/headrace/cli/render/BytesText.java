package io.headrace.cli.render;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bytes that are perhaps text.
public final class BytesText {

  private BytesText() {}

  /// The text, or empty if the bytes are none.
  public static Optional<String> decode(byte[] bytes) {
    for (byte each : bytes) {
      if (each < 0) {
        return decodeStrictly(bytes);
      }
    }
    return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /// For formats that have no other way to say it: base 64 behind a mark, nothing for null.
  public static String show(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "";
    }
    return decode(bytes).orElseGet(() -> "base64:" + Base64.getEncoder().encodeToString(bytes));
  }

  private static Optional<String> decodeStrictly(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
