package io.headrace.network;

import org.jspecify.annotations.Nullable;

/// Recognises, in the place of a frame's length, the first bytes of other protocols, so that the
/// log can name the mistake.
final class WrongProtocol {

  private static final int TLS_HANDSHAKE = 0x16;
  private static final int SSL3_OR_TLS = 3;

  private WrongProtocol() {}

  /// What the four bytes begin, and what to do about it; null if they are nothing known.
  static @Nullable String named(int firstBytes) {
    int first = firstBytes >>> 24;
    int second = firstBytes >>> 16 & 0xff;
    if (first == TLS_HANDSHAKE && second == SSL3_OR_TLS) {
      return "a TLS handshake came to a listener without TLS;"
          + " set security.protocol=PLAINTEXT in the client or use a TLS listener";
    }
    return switch (ascii(firstBytes)) {
      case "GET ", "POST", "PUT ", "HEAD", "DELE", "OPTI", "CONN", "PATC", "PRI " ->
          "an HTTP request came to a Kafka listener; this port speaks the Kafka protocol only";
      case "SSH-" -> "an SSH client came to a Kafka listener; check host and port";
      default -> null;
    };
  }

  private static String ascii(int bytes) {
    var text = new StringBuilder(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      text.append((char) (bytes >>> shift & 0xff));
    }
    return text.toString();
  }
}
