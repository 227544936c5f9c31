package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.segment.Segment;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// Where a log begins, and the deletion of what lies below.
///
/// ```
/// move: START entry durable ---> offset, readers ---> files below go
///                                                     | what of them only the files know waits for
///                                                     | a checkpoint: producers, epochs
/// ```
///
/// Runs on: the reactor.
final class LogStart {

  private final PartitionId id;
  private final LogServices services;
  private final Segments segments;
  private final SegmentSwap swap;
  private final LongSupplier fileDeleteDelayMs;
  private final LongConsumer onMoved;
  private long offset;
  private long next;
  private boolean closed;

  /// @param onMoved hears of a new start when it is durable
  LogStart(
      FoundLog found,
      LogServices services,
      SegmentSwap swap,
      LongSupplier fileDeleteDelayMs,
      LongConsumer onMoved) {
    this.id = found.id();
    this.services = services;
    this.segments = found.segments();
    this.swap = swap;
    this.fileDeleteDelayMs = fileDeleteDelayMs;
    this.onMoved = onMoved;
    this.offset = found.startOffset();
    this.next = offset;
    if (!found.leftBelow().isEmpty()) {
      services.checkpointer().afterNext(() -> retire(found.leftBelow()));
    }
  }

  /// The first offset that can be read.
  long offset() {
    return offset;
  }

  /// What that will be when all that is asked for is durable.
  long next() {
    return next;
  }

  /// A batch may begin below the end of the log only if that is empty and lies within the batch:
  /// its leader's start does (DeleteRecords). A checkpoint soon tells of the file that is named
  /// after it: recovery looks only for those that begin where a log ends.
  void requireWithin(RecordBatch batch, long endOffset) {
    Segment last = segments.lastOrNull(); // which may be on its way out
    boolean overlaps =
        last != null && last.sizeBytes() > 0 && last.nextOffset() > batch.baseOffset();
    if (offset != endOffset || batch.lastOffset() < endOffset || overlaps) {
      throw new IllegalArgumentException(
          "append to " + id + " at " + batch.baseOffset() + " below its end " + endOffset);
    }
    services.context().ports().reactor().execute(services.checkpointer()::begin);
  }

  /// Makes `target` the start of the log once that is durable: a start that somebody has seen must
  /// not be lower after a crash. Then the segments below are deleted.
  void move(long target, SyncLane.Completion done) {
    next = Math.max(target, next);
    long to = next;
    segments.rollIfBelow(to);
    services
        .commits()
        .start(
            id,
            to,
            failure -> {
              if (failure == null && to > offset) {
                offset = to;
                deleteBelow();
                onMoved.accept(to);
              }
              done.onDone(failure);
            });
  }

  /// Deletes the segments that lie wholly below the start.
  ///
  /// A tail that recovery has kept, and all that is written without the journal, is known from the
  /// segment alone until the next checkpoint. If it went before, a crash would make the log forget
  /// its last producers, and refuse what they repeat.
  void deleteBelow() {
    if (closed || swap.isUnderWay()) {
      return;
    }
    List<Segment> gone = segments.removeBefore(offset);
    if (gone.stream().anyMatch(each -> each.durability().isUnrecorded())) {
      services.checkpointer().afterNext(() -> retire(gone));
      services.checkpointer().begin();
    } else {
      retire(gone);
    }
  }

  private void retire(List<Segment> gone) {
    try {
      if (closed) { // a log made again under the same id may have files of these names
        for (Segment segment : gone) {
          segment.handle().close();
        }
      } else {
        segments.retire(gone, services.deletions(), fileDeleteDelayMs.getAsLong());
      }
    } catch (IOException e) {
      services.context().goOffline(e);
    }
  }

  void close() {
    closed = true;
  }
}
