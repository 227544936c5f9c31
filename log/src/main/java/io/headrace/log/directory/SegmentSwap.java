package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.journal.Swap;
import io.headrace.log.segment.IndexRebuild;
import io.headrace.log.segment.Segment;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/// Puts a compacted file in the place of a group of a log's segments: first in the journal, so that
/// a crash at any point after leaves either all or nothing of it. One at a time.
///
/// Runs on: the reactor.
final class SegmentSwap {

  private final PartitionId id;
  private final LogServices services;
  private final Segments segments;
  private final LongSupplier fileDeleteDelayMs;
  private boolean underWay;
  private boolean stopped;

  SegmentSwap(
      PartitionId id, LogServices services, Segments segments, LongSupplier fileDeleteDelayMs) {
    this.id = id;
    this.services = services;
    this.segments = segments;
    this.fileDeleteDelayMs = fileDeleteDelayMs;
  }

  /// While one is, no segment may go otherwise.
  boolean isUnderWay() {
    return underWay;
  }

  /// From now on nothing changes that the last checkpoint does not know.
  void stop() {
    stopped = true;
  }

  void begin(List<Segment> group, Swap swap, IndexRebuild index, Runnable then) {
    underWay = true;
    services.checkpointer().hold();
    services
        .commits()
        .swap(
            id,
            swap,
            failure -> {
              underWay = false;
              if (failure == null && !stopped) {
                finish(group, swap, index);
              }
              services.checkpointer().release();
              then.run();
            });
  }

  private void finish(List<Segment> group, Swap swap, IndexRebuild index) {
    LogContext context = services.context();
    try {
      for (Segment segment : group) {
        segment.handle().close();
      }
      SwapFiles.finish(context.disk(), segments.directory(), swap);
      Segment compacted = segments.replace(swap, group.getLast().nextOffset());
      compacted.install(index);
      segments.retire(
          group.subList(1, group.size()), services.deletions(), fileDeleteDelayMs.getAsLong());
    } catch (IOException e) {
      context.goOffline(e);
    }
  }
}
