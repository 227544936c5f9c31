package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.LogConfig;
import io.headrace.log.checkpoint.LogState;
import io.headrace.log.journal.Extent;
import io.headrace.log.journal.Swap;
import io.headrace.log.segment.BatchSearch;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentNames;
import io.headrace.log.segment.Stretch;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerTable;
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
  private final LogConfig config;
  private final Segments segments;
  private final EpochTable epochs;
  private final ProducerTable producers = new ProducerTable();
  private final RestoreBuffer restore = new RestoreBuffer();
  private final long cleanedOffset;
  private final boolean checkpointed;
  private final Losses losses;
  private final List<Segment> leftBelow = new ArrayList<>();
  private long startOffset;
  private long endOffset;

  LogRecovery(PartitionId id, LogContext context, LogConfig config, @Nullable LogState state) {
    this.id = id;
    this.context = context;
    this.config = config;
    this.segments = new Segments(id, context);
    this.losses = new Losses(segments);
    this.checkpointed = state != null;
    this.epochs = state == null ? new EpochTable() : state.epochs();
    this.cleanedOffset = state == null ? 0 : state.cleanedOffset();
    if (state != null) {
      startOffset = state.startOffset();
      endOffset = state.endOffset();
      state.segments().forEach(segments::known);
      segments.removeBefore(startOffset); // deleted by now, or to be
      epochs.truncateBefore(startOffset);
      state.producers().forEach(producers::put);
      for (Stretch stretch : state.damaged()) {
        int at = segments.indexOf(stretch.fromOffset());
        if (at >= 0) {
          segments.all().get(at).damage().known(stretch);
        }
      }
    }
  }

  /// Without a checkpoint every batch of every file is looked at; what can be read is taken for
  /// durable, and so is the place of what cannot, unless nothing at all follows it.
  void scanAll(List<String> names) throws IOException {
    for (String name : names) {
      long base = SegmentNames.baseOffsetOf(name);
      if (base < endOffset) {
        continue;
      }
      if (segments.all().isEmpty()) {
        startOffset = base;
      } else {
        segments.active().extendTo(base);
        segments.active().seal();
      }
      endOffset = base;
      scan(segments.found(base));
    }
    Segment last = segments.lastOrNull();
    if (last != null && last.sizeBytes() > 0) {
      KeptTail.makeDurable(last.handle().file(), 0, last.sizeBytes());
    }
  }

  private void scan(Segment segment) throws IOException {
    long size = segment.handle().file().size();
    acceptTail(segment, size, Long.MAX_VALUE);
    while (segment.sizeBytes() < size) {
      BatchSearch search = context.scratch().search().reset(segment.handle().file(), size);
      long next = search.next(segment.sizeBytes() + 1L, endOffset, Long.MAX_VALUE);
      if (next >= size) {
        break;
      }
      int from = segment.sizeBytes();
      long lostFrom = endOffset;
      endOffset = search.batch(next).baseOffset();
      segment.growTo((int) next);
      losses.add(segment, new Stretch(lostFrom, endOffset, from, (int) next));
      acceptTail(segment, size, Long.MAX_VALUE);
    }
    segment.unsynced(true);
    segment.damage().trustFrom(segment.sizeBytes());
  }

  void onData(Extent extent, ByteBuffer batches) throws IOException {
    int at = batches.position();
    RecordBatch batch = context.window().wrap(batches, at);
    if (batch.baseOffset() < endOffset) {
      return;
    }
    Segment segment = segmentFor(extent, batch.baseOffset());
    restore.add(segment, segment.sizeBytes(), batches.duplicate());
    while (true) {
      learn(segment, batch);
      at += batch.sizeInBytes();
      if (at == batches.limit()) {
        break;
      }
      batch.wrap(batches, at);
    }
    segment.alreadyWritten();
    segment.damage().trustFrom(segment.sizeBytes());
  }

  void onExtent(Extent extent, ByteBuffer headers) throws IOException {
    RecordBatch batch = context.window().wrapHeader(headers, 0);
    if (batch.baseOffset() < endOffset) {
      return;
    }
    Segment segment = segmentFor(extent, batch.baseOffset());
    for (int at = 0; at < headers.limit(); at += HEADER_BYTES) {
      learn(segment, batch.wrapHeader(headers, at));
    }
    segment.alreadyWritten();
    segment.damage().trustFrom(segment.sizeBytes());
  }

  private void learn(Segment segment, RecordBatch batch) {
    segment.append(batch, config.indexIntervalBytes());
    epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset());
    producers.append(batch, context.turnWallMs());
    producers.endTurn();
    endOffset = batch.nextOffset();
  }

  /// The segment that an extent lies in, known up to where the extent begins.
  private Segment segmentFor(Extent extent, long baseOffset) throws IOException {
    Segment last = segments.lastOrNull();
    if (last == null || last.baseOffset() < extent.segment()) {
      restore.flush();
      if (last != null) {
        fillEnd(last, baseOffset);
      }
      takeKept(extent.segment(), baseOffset);
      if (segments.lastOrNull() != null) {
        segments.active().seal();
      }
      last = segments.found(extent.segment());
    }
    if (!last.isUnsynced()) {
      last.unsynced(true);
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
    takeDurably(segment, position, offset);
    int from = segment.sizeBytes();
    if (from < position) {
      long lostFrom = endOffset;
      segment.extendTo(offset);
      segment.growTo(position);
      endOffset = offset;
      losses.add(segment, new Stretch(lostFrom, offset, from, position));
    }
  }

  /// Learns the whole batches that follow what is known of a segment, and makes them durable.
  private void takeDurably(Segment segment, long limit, long maxOffset) throws IOException {
    int known = segment.sizeBytes();
    acceptTail(segment, limit, maxOffset);
    if (segment.sizeBytes() > known) {
      KeptTail.makeDurable(segment.handle().file(), known, segment.sizeBytes());
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
    while (endOffset >= startOffset
        && endOffset < before
        && segments.indexOf(endOffset) == segments.indexOf(endOffset - 1)
        && context.disk().exists(SegmentNames.log(segments.directory(), endOffset))) {
      fillEnd(beginKept(), offset);
    }
  }

  /// Takes what was kept behind the known end, file after file, until `offset` is reached.
  private void takeTails(long offset) throws IOException {
    Segment last = segments.lastOrNull();
    if (last != null && context.disk().exists(last.handle().path())) {
      takeDurably(last, last.handle().file().size(), Long.MAX_VALUE);
    }
    while (endOffset < offset
        && (segments.lastOrNull() == null || segments.active().baseOffset() < endOffset)
        && context.disk().exists(SegmentNames.log(segments.directory(), endOffset))) {
      Segment kept = beginKept();
      takeDurably(kept, kept.handle().file().size(), Long.MAX_VALUE);
    }
  }

  private Segment beginKept() throws IOException {
    if (segments.lastOrNull() != null) {
      segments.active().seal();
    }
    Segment kept = segments.found(endOffset);
    kept.unsynced(true);
    return kept;
  }

  /// Learns the whole batches that follow what is known of a segment, up to `limit`.
  private void acceptTail(Segment segment, long limit, long maxOffset) throws IOException {
    BatchSearch search = context.scratch().search().reset(segment.handle().file(), limit);
    while (search.isSound(segment.sizeBytes(), endOffset, maxOffset)) {
      learn(segment, search.batch(segment.sizeBytes()));
      segment.unrecorded(true);
    }
    segment.alreadyWritten();
  }

  /// A start beyond what is known to be durable lies in a tail that the last recovery has kept.
  void onStart(long offset) throws IOException {
    if (offset > endOffset) {
      restore.flush();
      takeTails(offset);
    }
    startOffset = Math.max(startOffset, offset);
    endOffset = Math.max(endOffset, offset);
    epochs.truncateBefore(startOffset);
    for (Segment segment : segments.removeBefore(startOffset)) {
      if (segment.isUnrecorded()) {
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
    if (startOffset < firstBaseOffset()) {
      startOffset = firstBaseOffset();
    }
    return new FoundLog(
        id, segments, leftBelow, epochs, producers, startOffset, endOffset, cleanedOffset);
  }

  private long firstBaseOffset() {
    return segments.all().isEmpty() ? endOffset : segments.all().getFirst().baseOffset();
  }

  /// The active segment may be longer than is durable, or, if it was damaged, shorter.
  private void checkActive() throws IOException {
    Segment active = segments.lastOrNull();
    if (active == null || !context.disk().exists(active.handle().path())) {
      return;
    }
    long size = context.disk().size(active.handle().path());
    if (size < active.sizeBytes()) {
      losses.reportCut(active, size, endOffset, context.scratch().search());
    } else if (size > active.sizeBytes()) {
      takeTail(active);
    }
  }

  /// Keeps the whole batches beyond the durable end, makes them durable, and cuts off the rest.
  private void takeTail(Segment active) throws IOException {
    DiskFile file = active.handle().file();
    int from = active.sizeBytes();
    acceptTail(active, file.size(), Long.MAX_VALUE);
    file.truncate(active.sizeBytes());
    KeptTail.makeDurable(file, from, active.sizeBytes());
    if (!active.isNameDurable()) {
      context.disk().syncDirectory(segments.directory());
      active.onNameDurable();
    }
    active.damage().trustFrom(active.sizeBytes());
  }

  /// Files that neither checkpoint nor journal speak of: those begun just before the crash go on
  /// where the log ends; all others are left from before, or lie behind what a power cut has taken.
  private void adopt(TreeSet<Long> files) throws IOException {
    Disk disk = context.disk();
    boolean deleted = false;
    for (long base : files) {
      Path path = SegmentNames.log(segments.directory(), base);
      boolean isFirst = !checkpointed && segments.all().isEmpty();
      if (base != endOffset && (!isFirst || base < endOffset)) {
        disk.delete(path);
        deleted = true;
        continue;
      }
      if (isFirst) {
        startOffset = Math.max(startOffset, base);
        endOffset = base;
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
