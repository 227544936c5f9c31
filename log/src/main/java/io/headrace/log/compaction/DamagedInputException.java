package io.headrace.log.compaction;

import java.io.IOException;

/// A segment that was to be compacted is damaged, and is left as it is.
public final class DamagedInputException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long segment;

  DamagedInputException(CompactionInput input, long position) {
    super("not compacted, because it is damaged at byte " + position + ": " + input.file());
    this.segment = input.baseOffset();
  }

  /// The base offset of the segment.
  public long segment() {
    return segment;
  }
}
