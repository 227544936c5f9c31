package io.headrace.log.directory;

import io.headrace.log.journal.Extent;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.Stretch;
import io.headrace.log.state.EpochTable;
import io.headrace.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What a scan of all segments of a log does not find, because a power cut has taken it from the
/// page cache, and the journal may still have. Without a checkpoint nobody knows which entries of
/// the journal are old, so only those are taken that fit exactly: same segment, position within the
/// gap, offsets between those on either side, and an epoch too.
final class ScanGaps {

  private record Gap(Segment segment, Stretch stretch) {}

  private final List<Gap> gaps = new ArrayList<>();
  private boolean filled;

  /// Up to where a sound batch begins again.
  void add(Segment segment, Stretch stretch) {
    gaps.add(new Gap(segment, stretch));
  }

  /// Up to the end of the file, which may have been anywhere.
  void addEnd(Segment segment, long fromOffset, long toOffset) {
    if (fromOffset < toOffset) {
      var stretch = new Stretch(fromOffset, toOffset, segment.sizeBytes(), Integer.MAX_VALUE);
      gaps.add(new Gap(segment, stretch));
    }
  }

  /// Whether the files have more now than was found.
  boolean isFilled() {
    return filled;
  }

  /// Writes these batches of the journal into their place, if that is a gap.
  ///
  /// @param window to look at batches with
  void fill(Extent extent, ByteBuffer batches, EpochTable epochs, RecordBatch window)
      throws IOException {
    for (Gap gap : gaps) {
      Stretch room = gap.stretch;
      if (gap.segment.baseOffset() == extent.segment()
          && extent.position() >= room.fromPosition()
          && extent.length() <= room.toPosition() - extent.position()
          && allFit(batches, room, epochs, window)) {
        gap.segment.handle().file().write(batches.duplicate(), extent.position());
        filled = true;
      }
    }
  }

  private static boolean allFit(
      ByteBuffer batches, Stretch room, EpochTable epochs, RecordBatch window) {
    int least = epochs.at(room.fromOffset() - 1);
    int most = epochs.at(room.toOffset());
    for (int at = batches.position(); at < batches.limit(); at += window.sizeInBytes()) {
      window.wrap(batches, at);
      boolean fits =
          window.baseOffset() >= room.fromOffset()
              && window.nextOffset() <= room.toOffset()
              && window.partitionLeaderEpoch() >= least
              && window.partitionLeaderEpoch() <= most;
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
