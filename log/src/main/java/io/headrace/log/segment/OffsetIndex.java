package io.headrace.log.segment;

import java.util.Arrays;

/// Where in a segment some of its batches begin: one entry for every few kilobytes, in two small
/// arrays. An entry names the last offset of a batch and the position where that batch begins, as
/// the entries of Kafka's index files do.
final class OffsetIndex {

  private static final int FIRST_CAPACITY = 8;

  private static final int[] NONE = {};

  private int[] offsets = NONE;
  private int[] positions = NONE;
  private int count;

  void add(int relativeLastOffset, int position) {
    if (count == offsets.length) {
      int capacity = Math.max(FIRST_CAPACITY, count * 2);
      offsets = Arrays.copyOf(offsets, capacity);
      positions = Arrays.copyOf(positions, capacity);
    }
    offsets[count] = relativeLastOffset;
    positions[count] = position;
    count++;
  }

  /// The last entry whose batch ends at or before this offset: from there on the batch that holds
  /// the offset is found. −1 if there is none.
  int floorOfOffset(int relativeOffset) {
    return floor(offsets, relativeOffset);
  }

  /// The last entry at or before this position; −1 if there is none.
  int floorOfPosition(int position) {
    return floor(positions, position);
  }

  private int floor(int[] values, int wanted) {
    int found = Arrays.binarySearch(values, 0, count, wanted);
    return found >= 0 ? found : -found - 2;
  }

  int offsetOf(int entry) {
    return offsets[entry];
  }

  int positionOf(int entry) {
    return positions[entry];
  }

  int count() {
    return count;
  }

  /// Forgets everything at and beyond `position`.
  void truncate(int position) {
    while (count > 0 && positions[count - 1] >= position) {
      count--;
    }
  }

  void clear() {
    count = 0;
    offsets = NONE;
    positions = NONE;
  }
}
