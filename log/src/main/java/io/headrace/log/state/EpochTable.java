package io.headrace.log.state;

import io.headrace.log.LeaderEpochs;
import java.util.Arrays;

/// The leader epochs of one log in two small arrays, both rising.
public final class EpochTable implements LeaderEpochs {

  private static final int[] NO_EPOCHS = {};
  private static final long[] NO_OFFSETS = {};
  private static final EpochEnd UNKNOWN = new EpochEnd(-1, -1);

  private int[] epochs = NO_EPOCHS;
  private long[] startOffsets = NO_OFFSETS;
  private int count;

  /// Takes note that the batch at `offset` was written under `epoch`.
  public void assign(int epoch, long offset) {
    if (epoch < 0 || (count > 0 && epoch <= epochs[count - 1])) {
      return;
    }
    if (count == epochs.length) {
      epochs = Arrays.copyOf(epochs, count + 2);
      startOffsets = Arrays.copyOf(startOffsets, count + 2);
    }
    epochs[count] = epoch;
    startOffsets[count] = offset;
    count++;
  }

  @Override
  public int latest() {
    return count == 0 ? -1 : epochs[count - 1];
  }

  @Override
  public EpochEnd endOf(int epoch, long logEndOffset) {
    int entry = floor(epoch);
    if (entry < 0) {
      return UNKNOWN;
    }
    long end = entry + 1 < count ? startOffsets[entry + 1] : logEndOffset;
    return new EpochEnd(epochs[entry], end);
  }

  private int floor(int epoch) {
    int found = Arrays.binarySearch(epochs, 0, count, epoch);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public int at(long offset) {
    int entry = count - 1;
    while (entry >= 0 && startOffsets[entry] > offset) {
      entry--;
    }
    return entry < 0 ? -1 : epochs[entry];
  }

  /// Forgets epochs that began after this one: what was written under them is not in the log.
  public void truncateAfter(int epoch) {
    while (count > 0 && epochs[count - 1] > epoch) {
      count--;
    }
  }

  /// Forgets epochs that began at or beyond `offset`: the log ends there now.
  public void truncateFrom(long offset) {
    while (count > 0 && startOffsets[count - 1] >= offset) {
      count--;
    }
  }

  /// Forgets epochs that ended at or before the new start of the log; the one in force there now
  /// begins with the log.
  public void truncateBefore(long startOffset) {
    int first = 0;
    while (first + 1 < count && startOffsets[first + 1] <= startOffset) {
      first++;
    }
    if (first > 0) {
      epochs = Arrays.copyOfRange(epochs, first, count);
      startOffsets = Arrays.copyOfRange(startOffsets, first, count);
      count -= first;
    }
    if (count > 0 && startOffsets[0] < startOffset) {
      startOffsets[0] = startOffset;
    }
  }

  public int count() {
    return count;
  }

  public int epochOf(int entry) {
    return epochs[entry];
  }

  public long startOffsetOf(int entry) {
    return startOffsets[entry];
  }
}
