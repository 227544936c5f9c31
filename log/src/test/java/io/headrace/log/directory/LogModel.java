package io.headrace.log.directory;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/// What one log of a [CrashHistory] has promised.
final class LogModel {
  /// Every batch ever appended and not known to be gone, by base offset.
  final TreeMap<Long, ByteBuffer> batches = new TreeMap<>();

  /// Batches that were rejected: a power cut may bring them back, but never below the synced end.
  final Set<ByteBuffer> rejected = new HashSet<>();

  long syncedEnd;

  /// Where a cut that is under way leaves the end; a crash leaves it there or where it was.
  long cutEnd = Long.MAX_VALUE;

  /// Its end is being cut off.
  boolean busy;

  /// It was, once: of a producer whose last batches went, those before may be gone too.
  boolean wasCut;

  /// Never cut below this.
  long committedEnd;

  /// The highest start that anybody was told of or could see: it never moves back.
  long startOffset;

  void seeStart(long offset) {
    startOffset = Math.max(startOffset, offset);
    if (startOffset > syncedEnd) { // it has begun anew
      syncedEnd = startOffset;
      batches.clear();
      rejected.clear();
    }
  }

  /// Whether no batch begins in `[from, to)`.
  boolean isGap(long from, long to) {
    return batches.subMap(from, to).isEmpty();
  }

  void isCut(long end) {
    batches.tailMap(end, true).clear();
    syncedEnd = Math.min(syncedEnd, end);
    cutEnd = Long.MAX_VALUE;
    busy = false;
  }
}
