package io.headrace.protocol;

/// What became of bytes that should be a request.
public sealed interface Decoding<T> {

  record Decoded<T>(T value) implements Decoding<T> {}

  /// They are no such request; the connection they came by cannot be trusted any more.
  ///
  /// @param reason for the log: what is wrong and where
  record Malformed<T>(String reason) implements Decoding<T> {}
}
