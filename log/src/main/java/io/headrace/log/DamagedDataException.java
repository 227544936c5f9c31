package io.headrace.log;

import java.io.IOException;

/// What was stored durably cannot be read any more: rot, never the end of the log (promise 4).
///
/// Only reads of the damaged offsets get this (CORRUPT_MESSAGE for clients); reading goes on at
/// [#nextOffset].
public final class DamagedDataException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final long nextOffset;

  /// @param offset the first offset that cannot be read
  /// @param nextOffset where reading can go on
  public DamagedDataException(String where, long offset, long nextOffset) {
    super("damaged: " + where + ", offsets " + offset + " to " + (nextOffset - 1));
    this.offset = offset;
    this.nextOffset = nextOffset;
  }

  public long offset() {
    return offset;
  }

  public long nextOffset() {
    return nextOffset;
  }
}
