package io.headrace.log.segment;

import java.util.Arrays;

/// The largest timestamp up to some offsets of a segment, in two small arrays; an entry is made
/// only when that timestamp has grown, as in Kafka's time index files.
final class TimeIndex {

  private static final int FIRST_CAPACITY = 4;

  private static final long[] NO_TIMESTAMPS = {};
  private static final int[] NO_OFFSETS = {};

  private long[] timestamps = NO_TIMESTAMPS;
  private int[] offsets = NO_OFFSETS;
  private int count;

  void add(long timestamp, int relativeOffset) {
    if (count > 0 && timestamp <= timestamps[count - 1]) {
      return;
    }
    if (count == offsets.length) {
      int capacity = Math.max(FIRST_CAPACITY, count * 2);
      timestamps = Arrays.copyOf(timestamps, capacity);
      offsets = Arrays.copyOf(offsets, capacity);
    }
    timestamps[count] = timestamp;
    offsets[count] = relativeOffset;
    count++;
  }

  /// The offset of the last entry with a timestamp below this one; −1 if there is none. No record
  /// at or before that offset is as young as `timestamp`.
  int floorOffset(long timestamp) {
    int found = Arrays.binarySearch(timestamps, 0, count, timestamp);
    int entry = found >= 0 ? found - 1 : -found - 2;
    return entry < 0 ? -1 : offsets[entry];
  }

  int count() {
    return count;
  }

  long timestampOf(int entry) {
    return timestamps[entry];
  }

  int offsetOf(int entry) {
    return offsets[entry];
  }

  /// Forgets everything at and beyond this offset.
  void truncate(int relativeOffset) {
    while (count > 0 && offsets[count - 1] >= relativeOffset) {
      count--;
    }
  }

  void clear() {
    count = 0;
    timestamps = NO_TIMESTAMPS;
    offsets = NO_OFFSETS;
  }
}
