package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.LogConfig;
import io.headrace.log.checkpoint.LogState;
import io.headrace.log.journal.Extent;
import io.headrace.log.journal.Swap;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentNames;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Brings one log back after a start: what the checkpoint says, then what the journal adds, then a
/// look at the files.
///
/// ```
/// checkpoint ---- journal ---- durable end ---- tail of the file
///     taken as it is           known exactly    kept as far as it is whole, the rest cut off
/// ```
///
/// Whatever is missing or unreadable below the durable end is damage and is reported; only what
/// lies beyond can be torn.
final class LogRecovery {

  /// Base offset, length and magic say where the next batch begins; the rest of a journal's header
  /// says what restarts need to know of it.
  private static final int HEADER_BYTES = RecordBatch.HEADER_BYTES;

  private final PartitionId id;
  private final LogContext context;
  private final KnownLog log;
  private final Segments segments;
  private final RestoreBuffer restore = new RestoreBuffer();
  private final long cleanedOffset;
  private final boolean checkpointed;
  private final Losses losses;
  private final LogScan scan;
  private final List<Segment> leftBelow = new ArrayList<>();
  private boolean journalHasHole;

  LogRecovery(PartitionId id, LogContext context, LogConfig config, @Nullable LogState state) {
    this.id = id;
    this.context = context;
    this.log = new KnownLog(id, context, config, state);
    this.segments = log.segments;
    this.losses = new Losses(segments);
    this.scan = new LogScan(context, log, losses, config.compact());
    this.checkpointed = state != null;
    this.cleanedOffset = state == null ? 0 : state.cleanedOffset();
  }

  /// What is done where there is no checkpoint, before the journal is read.
  LogScan scan() {
    return scan;
  }

  void onData(Extent extent, ByteBuffer batches) throws IOException {
    int at = batches.position();
    RecordBatch batch = context.window().wrap(batches, at);
    if (batch.nextOffset() <= log.endOffset || scan.hasNewerThan(batch)) {
      return;
    }
    Segment segment = segmentFor(extent, batch.baseOffset());
    restore.add(segment, segment.sizeBytes(), batches.duplicate());
    while (true) {
      log.learn(segment, batch);
      at += batch.sizeInBytes();
      if (at == batches.limit()) {
        break;
      }
      batch.wrap(batches, at);
    }
    segment.alreadyWritten();
  }

  void onExtent(Extent extent, ByteBuffer headers) throws IOException {
    RecordBatch batch = context.window().wrapHeader(headers, 0);
    if (batch.nextOffset() <= log.endOffset || scan.hasNewerThan(batch)) {
      return;
    }
    Segment segment = segmentFor(extent, batch.baseOffset());
    for (int at = 0; at < headers.limit(); at += HEADER_BYTES) {
      log.learn(segment, batch.wrapHeader(headers, at));
    }
    segment.alreadyWritten();
  }

  /// A frame that has rotted said that the log is durable up to here.
  void onEnd(Extent end, long offset) throws IOException {
    if (offset > log.endOffset) {
      Segment segment = segmentFor(new Extent(end.segment(), 0, 0), end.segment());
      if (segment.sizeBytes() < end.position()) {
        restore.flush();
        fillHole(segment, end.position(), offset);
      }
    }
  }

  void onHole() {
    journalHasHole = true;
  }

  /// The segment that an extent lies in, known up to where the extent begins.
  private Segment segmentFor(Extent extent, long baseOffset) throws IOException {
    Segment last = segments.lastOrNull();
    if (last != null && last.sizeBytes() == 0 && last.baseOffset() > extent.segment()) {
      segments.forget(last); // it gave way to one that begins below it
      last = segments.lastOrNull();
    }
    if (last == null || last.baseOffset() < extent.segment()) {
      restore.flush();
      if (last != null) {
        fillEnd(last, baseOffset);
      }
      takeKept(extent.segment(), baseOffset);
      if (journalHasHole && last != null && log.endOffset < extent.segment()) {
        Segment end = segments.active();
        losses.add(end, log.skipTo(end, end.sizeBytes(), extent.segment()));
      }
      if (segments.lastOrNull() != null) {
        segments.active().seal();
      }
      last = segments.found(extent.segment());
    }
    if (!last.durability().isUnsynced()) {
      last.durability().onUnsynced();
      createIfMissing(last);
    }
    if (last.sizeBytes() < extent.position()) {
      restore.flush();
      fillHole(last, extent.position(), baseOffset);
    }
    return last;
  }

  /// As with a [Loss], the end says whether a missing file is damage.
  private void createIfMissing(Segment segment) throws IOException {
    if (!context.disk().exists(segment.handle().path())) {
      segment.handle().create();
      if (segment.sizeBytes() > 0) {
        losses.addFile(segment.state());
      }
    }
  }

  /// Between what is known and where a journal entry goes on lies data that was written without the
  /// journal, or whose entry has rotted.
  private void fillHole(Segment segment, int position, long offset) throws IOException {
    log.takeDurably(segment, position, offset);
    if (segment.sizeBytes() < position) {
      losses.add(segment, log.skipTo(segment, position, offset));
    }
  }

  /// A tail that the last recovery has kept and synced is not in the journal; it ends at the latest
  /// where the next segment begins.
  private void fillEnd(Segment segment, long offset) throws IOException {
    if (segment.nextOffset() >= offset || !context.disk().exists(segment.handle().path())) {
      return;
    }
    long size = context.disk().size(segment.handle().path());
    if (size > segment.sizeBytes()) {
      fillHole(segment, (int) size, offset);
    }
  }

  /// Nor are whole segments that the last recovery has kept: each begins where the one before ends.
  private void takeKept(long before, long offset) throws IOException {
    while (log.endOffset >= log.startOffset
        && log.endOffset < before
        && segments.indexOf(log.endOffset) == segments.indexOf(log.endOffset - 1)
        && context.disk().exists(SegmentNames.log(segments.directory(), log.endOffset))) {
      fillEnd(beginKept(), offset);
    }
  }

  /// Takes what was kept behind the known end, file after file, until `offset` is reached.
  private void takeTails(long offset) throws IOException {
    Segment last = segments.lastOrNull();
    if (last != null && context.disk().exists(last.handle().path())) {
      log.takeDurably(last, last.handle().file().size(), Long.MAX_VALUE);
    }
    while (log.endOffset < offset
        && (segments.lastOrNull() == null || segments.active().baseOffset() < log.endOffset)
        && context.disk().exists(SegmentNames.log(segments.directory(), log.endOffset))) {
      Segment kept = beginKept();
      log.takeDurably(kept, kept.handle().file().size(), Long.MAX_VALUE);
    }
  }

  private Segment beginKept() throws IOException {
    if (segments.lastOrNull() != null) {
      segments.active().seal();
    }
    Segment kept = segments.found(log.endOffset);
    kept.durability().onUnsynced();
    return kept;
  }

  /// A start beyond what is known to be durable lies in a tail that the last recovery has kept; or
  /// the log began anew there.
  void onStart(long offset) throws IOException {
    if (offset > log.endOffset) {
      restore.flush();
      takeTails(offset);
    }
    if (offset > log.endOffset) {
      log.forgetWriters();
    }
    log.startOffset = Math.max(log.startOffset, offset);
    log.endOffset = Math.max(log.endOffset, offset);
    log.epochs.truncateBefore(log.startOffset);
    for (Segment segment : segments.removeBefore(log.startOffset)) {
      if (segment.durability().isUnrecorded()) {
        leftBelow.add(segment);
      }
    }
  }

  /// The journal says that the compacted file is complete; the rename may have happened or not.
  void onSwap(Swap swap) throws IOException {
    if (segments.indexOf(swap.firstSegment()) < 0) {
      return;
    }
    long nextOffset = segments.all().get(segments.indexOf(swap.lastSegment())).nextOffset();
    SwapFiles.finish(context.disk(), segments.directory(), swap);
    segments.replace(swap, nextOffset);
  }

  /// Compares what should be there with the files in the directory.
  FoundLog finish(List<String> names) throws IOException {
    restore.flush();
    TreeSet<Long> files = new TreeSet<>();
    for (String name : names) {
      long base = SegmentNames.baseOffsetOf(name);
      if (base >= 0) {
        files.add(base);
      } else if (name.endsWith(SegmentNames.DELETED) || name.endsWith(SwapFiles.CLEANED)) {
        context.disk().delete(segments.directory().resolve(name));
      }
    }
    losses.report();
    for (Segment segment : List.copyOf(segments.all())) {
      boolean isMissing = !files.remove(segment.baseOffset());
      if (isMissing && segment.sizeBytes() > 0) {
        losses.report(segment);
      } else if (isMissing) {
        segments.forget(segment); // begun when the disk was full: nothing was ever in it
      }
    }
    leftBelow.forEach(segment -> files.remove(segment.baseOffset()));
    checkActive();
    adopt(files);
    if (log.startOffset < log.firstBaseOffset()) {
      log.startOffset = log.firstBaseOffset();
    }
    return new FoundLog(
        id,
        segments,
        leftBelow,
        log.epochs,
        log.producers,
        log.startOffset,
        log.endOffset,
        cleanedOffset,
        FutureMark.isAmong(names));
  }

  /// The active segment may be longer than is durable, or, if it was damaged, shorter.
  private void checkActive() throws IOException {
    Segment active = segments.lastOrNull();
    if (active == null || !context.disk().exists(active.handle().path())) {
      return;
    }
    long size = context.disk().size(active.handle().path());
    if (size < active.sizeBytes()) {
      losses.reportCut(active, size, log.endOffset, context.scratch().search());
    } else if (size > active.sizeBytes()) {
      takeTail(active);
    }
  }

  /// Keeps the whole batches beyond the durable end, makes them durable, and cuts off the rest.
  private void takeTail(Segment active) throws IOException {
    DiskFile file = active.handle().file();
    int from = active.sizeBytes();
    log.acceptUnknownTail(active, file.size());
    file.truncate(active.sizeBytes());
    KeptTail.makeDurable(file, from, active.sizeBytes());
    if (!active.durability().isNameDurable()) {
      context.disk().syncDirectory(segments.directory());
      active.durability().onNameDurable();
    }
  }

  /// Files that neither checkpoint nor journal speak of: those begun just before the crash go on
  /// where the log ends; all others are left from before, or lie behind what a power cut has taken.
  private void adopt(TreeSet<Long> files) throws IOException {
    Disk disk = context.disk();
    boolean deleted = false;
    for (long base : files) {
      Path path = SegmentNames.log(segments.directory(), base);
      boolean isFirst = !checkpointed && segments.all().isEmpty();
      if (base != log.endOffset && (!isFirst || base < log.endOffset)) {
        disk.delete(path);
        deleted = true;
        continue;
      }
      if (isFirst) {
        log.startOffset = Math.max(log.startOffset, base);
        log.endOffset = base;
      }
      Segment segment = segments.lastOrNull();
      if (segment == null || segment.baseOffset() != base) {
        segment = segments.found(base);
      }
      takeTail(segment);
    }
    if (deleted) {
      // A later power cut must not bring one back when the log has come to its name.
      disk.syncDirectory(segments.directory());
    }
  }
}
