package io.headrace.log.segment;

/// A damaged stretch of a segment file.
///
/// @param fromOffset the first offset lost
/// @param toOffset the next that can be read
/// @param fromPosition where the damage begins
/// @param toPosition where a sound batch begins again, or where the segment ends
public record Stretch(long fromOffset, long toOffset, int fromPosition, int toPosition) {

  /// Whether no offset is lost, only bytes.
  public boolean isEmpty() {
    return fromOffset == toOffset;
  }

  /// How much of the file it takes.
  public int bytes() {
    return toPosition - fromPosition;
  }

  boolean contains(long offset) {
    return offset >= fromOffset && offset < toOffset;
  }
}
