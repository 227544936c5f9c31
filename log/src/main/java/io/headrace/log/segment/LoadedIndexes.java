package io.headrace.log.segment;

import java.util.ArrayDeque;

/// The index files that are in memory now; beyond a bound in bytes those loaded first go first.
final class LoadedIndexes {

  static final long MAX_BYTES = 16 << 20;

  private final ArrayDeque<SegmentIndex> loaded = new ArrayDeque<>();
  private long bytes;

  void add(SegmentIndex index) {
    loaded.add(index);
    bytes += index.loadedBytes();
    while (bytes > MAX_BYTES && loaded.size() > 1) {
      SegmentIndex oldest = loaded.remove();
      bytes -= oldest.loadedBytes();
      oldest.unload();
    }
  }
}
