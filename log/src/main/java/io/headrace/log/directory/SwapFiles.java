package io.headrace.log.directory;

import io.headrace.log.journal.Swap;
import io.headrace.log.segment.SegmentNames;
import io.headrace.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;

/// The file that compaction writes, and how it takes its place. The journal says when it is
/// complete, so doing this twice does no harm. Its name tells it from those of other runs over the
/// same segments, of which one may stand there unfinished when a restart does this again.
final class SwapFiles {

  static final String CLEANED = ".cleaned";

  private SwapFiles() {}

  static Path cleaned(Path directory, long baseOffset, long afterFrame) {
    Path log = SegmentNames.log(directory, baseOffset);
    return directory.resolve(log.getFileName() + "." + afterFrame + CLEANED);
  }

  /// Puts the compacted file in its place, if it is not there yet.
  static void finish(Disk disk, Path directory, Swap swap) throws IOException {
    long baseOffset = swap.firstSegment();
    Path cleaned = cleaned(directory, baseOffset, swap.afterFrame());
    if (disk.exists(cleaned)) {
      disk.rename(cleaned, SegmentNames.log(directory, baseOffset));
      disk.syncDirectory(directory);
    }
    disk.delete(SegmentNames.offsetIndex(directory, baseOffset));
    disk.delete(SegmentNames.timeIndex(directory, baseOffset));
  }
}
