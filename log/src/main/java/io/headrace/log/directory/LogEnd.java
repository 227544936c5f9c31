package io.headrace.log.directory;

import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Durability;
import io.headrace.log.journal.Extent;
import io.headrace.log.segment.Segment;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerTable;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where a log ends, and the appends that move its end.
///
/// ```
/// append ---> endOffset ---write, at the end of the turn---> writtenEnd ---commit---> syncedEnd
///                 |
///                 no room: all appends of this turn are taken back, and their offsets are free;
///                 whose they were is told once they cannot come back, see [CutBack]
/// ```
///
/// Runs on: the reactor.
final class LogEnd {

  private final SegmentedLog log;
  private final LogContext context;
  private final GroupCommit commits;
  private final Checkpointer checkpointer;
  private final LogStart start;
  private final Segments segments;
  private final EpochTable epochs;
  private final ProducerTable producers;
  private final CutBack cutBack;
  private final TurnAppends pending;
  private final CopiedBytes copied = new CopiedBytes();
  private long syncedEnd;
  private long writtenEnd;
  private long endOffset;

  LogEnd(SegmentedLog log, LogServices services, FoundLog found, LogStart start) {
    this.log = log;
    this.context = services.context();
    this.commits = services.commits();
    this.checkpointer = services.checkpointer();
    this.start = start;
    this.segments = found.segments();
    this.epochs = found.epochs();
    this.producers = found.producers();
    this.cutBack = new CutBack(context, this::write, () -> log.listener().onRejectedForGood());
    this.pending = new TurnAppends(context, cutBack);
    this.endOffset = found.endOffset();
    this.writtenEnd = endOffset;
    this.syncedEnd = endOffset;
  }

  /// Everything below is on stable storage.
  long syncedEnd() {
    return syncedEnd;
  }

  /// Everything below is in the page cache.
  long writtenEnd() {
    return writtenEnd;
  }

  /// The next offset to be given.
  long endOffset() {
    return endOffset;
  }

  /// The log ends elsewhere now, and nothing of it is on its way to the disk.
  void moveTo(long offset) {
    endOffset = offset;
    writtenEnd = offset;
    syncedEnd = offset;
  }

  // hot: GroupCommitBenchmark
  void append(ByteBuffer batches) {
    int position = batches.position();
    int limit = batches.limit();
    RecordBatch batch = context.window().wrap(batches, position);
    if (batch.baseOffset() < endOffset) {
      start.requireWithin(batch, endOffset);
    }
    LogConfig config = log.config();
    Segment segment = segmentFor(config, batch, limit - position);
    if (segment == null) {
      return;
    }
    if (pending.isEmpty()) {
      pending.begin(segment, epochs);
      context.onFirstAppendOfTurn(log);
    }
    while (true) {
      segment.append(batch, config.indexIntervalBytes());
      epochs.assign(batch.partitionLeaderEpoch(), Math.max(endOffset, batch.baseOffset()));
      producers.append(batch, context.turnWallMs());
      endOffset = batch.nextOffset();
      position += batch.sizeInBytes();
      if (position == limit) {
        break;
      }
      batch.wrap(batches, position);
    }
    pending.add(batches);
  }

  private @Nullable Segment segmentFor(LogConfig config, RecordBatch batch, int bytes) {
    if (!segments.mustRoll(config, batch, bytes)) {
      return segments.active();
    }
    long endBefore = endOffset;
    if (!pending.isEmpty()) {
      write();
    }
    if (endOffset < endBefore || context.offlineCause() != null) {
      return null; // rejected with all that was appended before it in this turn
    }
    try {
      return segments.roll(batch.baseOffset());
    } catch (IOException e) {
      reject(e);
      return null;
    }
  }

  /// Writes the appends of this turn to the active segment, in one call.
  void write() {
    Segment segment = segments.lastOrNull();
    if (pending.isEmpty() || segment == null) {
      return;
    }
    Durability durability = log.config().durability();
    int mark = commits.mark();
    try {
      pending.requireRoom();
      boolean sync = false;
      if (durability == Durability.FSYNC) {
        var extent = new Extent(segment.baseOffset(), segment.writtenBytes(), pending.bytes());
        sync = commits.add(log.id(), copied, extent, pending.batches(), pending.count());
      }
      segment.write(pending.batches(), pending.count());
      if (sync) {
        commits.sync(segment);
      }
    } catch (IOException e) {
      commits.reset(mark);
      reject(e);
      return;
    }
    pending.clear();
    producers.endTurn();
    writtenEnd = endOffset;
    checkpointer.onWritten(segment);
    if (durability == Durability.FSYNC) {
      commits.written(log);
    } else {
      segment.durability().onUnrecorded();
    }
    log.listener().onWritten(writtenEnd);
    if (durability == Durability.MEMORY) {
      onSynced(writtenEnd);
    }
  }

  private void reject(IOException cause) {
    try {
      pending.undo(segments.lastOrNull(), epochs);
    } catch (IOException e) {
      cause.addSuppressed(e);
      context.goOffline(cause);
      return;
    }
    endOffset = writtenEnd;
    producers.undoTurn();
    if (!(cause instanceof NoSpaceException)) {
      context.goOffline(cause);
    } else {
      context.room().onRefused();
      log.listener().onRejected(endOffset, cause);
      if (!cutBack.isUnderWay()) {
        log.listener().onRejectedForGood();
      }
    }
  }

  /// Everything below `end` is on stable storage; without effect if more was already.
  void onSynced(long end) {
    if (end > syncedEnd) {
      syncedEnd = end;
      log.listener().onSynced(end);
    }
  }

  /// Forgets what was appended in this turn.
  void close() {
    pending.clear();
  }
}
