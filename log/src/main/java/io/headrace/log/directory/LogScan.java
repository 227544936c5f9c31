package io.headrace.log.directory;

import io.headrace.log.journal.Extent;
import io.headrace.log.segment.BatchSearch;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentNames;
import io.headrace.log.segment.Stretch;
import io.headrace.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Brings one log back without a checkpoint: every batch of every file is looked at. What can be
/// read is taken for durable, and so is the place of what cannot, unless nothing at all follows it.
///
/// ```
/// files, one after the other ---> gaps ---journal---> filled: the log is recovered once more
/// ```
final class LogScan {

  private final LogContext context;
  private final KnownLog log;
  private final Losses losses;
  private final boolean compacted;
  private final ScanGaps gaps = new ScanGaps();
  private boolean done;

  /// @param compacted whether files may end early because compaction took their end away
  LogScan(LogContext context, KnownLog log, Losses losses, boolean compacted) {
    this.context = context;
    this.log = log;
    this.losses = losses;
    this.compacted = compacted;
  }

  void run(List<String> names) throws IOException {
    done = true;
    for (String name : names) {
      long base = SegmentNames.baseOffsetOf(name);
      if (base < log.endOffset) {
        continue;
      }
      if (log.segments.all().isEmpty()) {
        log.startOffset = base;
      } else {
        skipTo(base);
      }
      log.endOffset = base;
      look(log.segments.found(base));
    }
    Segment last = log.segments.lastOrNull();
    if (last != null && last.sizeBytes() > 0) {
      KeptTail.makeDurable(last.handle().file(), 0, last.sizeBytes());
    }
  }

  /// A file that ends before the next begins has lost its end, or compaction took that away.
  private void skipTo(long base) throws IOException {
    Segment last = log.segments.active();
    gaps.addEnd(last, log.endOffset, base);
    Stretch lost = log.skipTo(last, last.sizeBytes(), base);
    if (!lost.isEmpty() && !compacted) {
      losses.add(last, lost);
    }
    last.seal();
  }

  private void look(Segment segment) throws IOException {
    long size = segment.handle().file().size();
    log.acceptTail(segment, size, Long.MAX_VALUE);
    while (segment.sizeBytes() < size) {
      BatchSearch search = context.scratch().search().reset(segment.handle().file(), size);
      long next = search.next(segment.sizeBytes() + 1L, log.endOffset, Long.MAX_VALUE);
      if (next >= size) {
        break;
      }
      Stretch lost = log.skipTo(segment, (int) next, search.batch(next).baseOffset());
      losses.add(segment, lost);
      gaps.add(segment, lost);
      log.acceptTail(segment, size, Long.MAX_VALUE);
    }
    segment.durability().onUnsynced();
  }

  /// Entries of the journal come by then, too, that are older than what is in the files: of what
  /// was cut off since.
  boolean hasNewerThan(RecordBatch batch) {
    return done && batch.partitionLeaderEpoch() < log.epochs.latest();
  }

  /// Puts back what was not found.
  void refill(Extent extent, ByteBuffer batches) throws IOException {
    gaps.fill(extent, batches, log.epochs, context.window());
  }

  /// Whether another scan will find more; then this recovery is over.
  boolean endIfRefilled() throws IOException {
    for (Segment segment : gaps.isFilled() ? log.segments.all() : List.<Segment>of()) {
      segment.handle().close();
    }
    return gaps.isFilled();
  }
}
