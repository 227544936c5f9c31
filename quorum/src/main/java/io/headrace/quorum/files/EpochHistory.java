package io.headrace.quorum.files;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.jspecify.annotations.Nullable;

/// From which offset on each leader wrote.
final class EpochHistory {
  private final TreeMap<Integer, Long> startOffsets = new TreeMap<>();

  /// `epoch` begins at `offset`, unless it is known to begin before.
  void begin(int epoch, long offset) {
    if (startOffsets.isEmpty() || epoch > startOffsets.lastKey()) {
      startOffsets.values().removeIf(start -> start >= offset);
      startOffsets.put(epoch, offset);
    }
  }

  void truncateTo(long endOffset) {
    startOffsets.values().removeIf(start -> start >= endOffset);
  }

  void clear() {
    startOffsets.clear();
  }

  /// Forgets what ended before `startOffset`; the epoch that holds it begins there.
  void cutBefore(long startOffset) {
    Map.Entry<Integer, Long> holding = null;
    while (!startOffsets.isEmpty() && startOffsets.firstEntry().getValue() <= startOffset) {
      holding = startOffsets.pollFirstEntry();
    }
    if (holding != null) {
      startOffsets.put(holding.getKey(), startOffset);
    }
  }

  /// −1 if there is none.
  int latestEpoch() {
    return startOffsets.isEmpty() ? -1 : startOffsets.lastKey();
  }

  /// The largest epoch up to `epoch`, and where it ends; null if there is none.
  @Nullable OffsetAndEpoch endOf(int epoch, long logEndOffset) {
    Map.Entry<Integer, Long> floor = startOffsets.floorEntry(epoch);
    if (floor == null) {
      return null;
    }
    Map.Entry<Integer, Long> next = startOffsets.higherEntry(floor.getKey());
    return new OffsetAndEpoch(next == null ? logEndOffset : next.getValue(), floor.getKey());
  }
}
