package io.headrace.metadata.codec;

/// The bytes are no metadata record that this release can read.
public final class DamagedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedRecordException(String message) {
    super("metadata record: " + message);
  }
}
