package io.headrace.log;

/// The offset asked for is not between the start and the end of the log.
public final class OffsetOutOfRange extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OffsetOutOfRange(long offset, long startOffset, long endOffset) {
    super(
        "offset " + offset + " is not in [" + startOffset + ", " + endOffset + "]",
        null,
        false,
        false);
  }
}
