package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.LeaderEpochs;
import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Durability;
import io.headrace.log.LogListener;
import io.headrace.log.LogSlice;
import io.headrace.log.LostRecords;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates;
import io.headrace.log.ReadRequest;
import io.headrace.log.Stillness;
import io.headrace.log.TimestampedOffset;
import io.headrace.log.checkpoint.LogState;
import io.headrace.log.journal.Extent;
import io.headrace.log.segment.Segment;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerState;
import io.headrace.log.state.ProducerTable;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One partition's log in a directory.
///
/// Runs on: the reactor.
final class SegmentedLog implements PartitionLog {

  private final PartitionId id;
  private final LogContext context;
  private final GroupCommit commits;
  private final Cut cut;
  private final Segments segments;
  private final SegmentSwap swap;
  private final LogStart start;
  private final Truncation truncation;
  private final Restoration restoration;
  private final KeptStill still;
  private final EpochTable epochs;
  private final ProducerTable producers;
  private LogConfig config;
  private LogListener listener = LogListener.NOBODY;
  private long syncedEnd;
  private long writtenEnd;
  private long endOffset;
  private long cleanedOffset;
  private final TurnAppends pending;
  private boolean closed;

  SegmentedLog(LogServices services, LogConfig config, FoundLog found) {
    this.id = found.id();
    this.context = services.context();
    this.commits = services.commits();
    this.cut = services.cut();
    this.config = config;
    this.segments = found.segments();
    this.pending = new TurnAppends(context);
    LongSupplier deleteDelayMs = () -> config().fileDeleteDelayMs();
    this.swap = new SegmentSwap(id, services, segments, deleteDelayMs);
    this.start = new LogStart(found, services, swap, deleteDelayMs, this::onStartMoved);
    this.truncation = new Truncation(services, found, start, this::endsAt);
    this.restoration = new Restoration(this, services);
    this.still = new KeptStill(this, services);
    this.segments.onLost(this::onLost);
    this.epochs = found.epochs();
    this.producers = found.producers();
    this.endOffset = found.endOffset();
    this.writtenEnd = endOffset;
    this.syncedEnd = endOffset;
    this.cleanedOffset = found.cleanedOffset();
  }

  /// What a restart has to know of this log.
  LogState state() {
    return new LogState(
        id,
        start.next(),
        Math.max(start.next(), writtenEnd),
        cleanedOffset,
        segments.states(),
        epochs,
        producers.all(),
        segments.damaged());
  }

  @Override
  public PartitionId id() {
    return id;
  }

  @Override
  public long startOffset() {
    return start.offset();
  }

  @Override
  public long syncedEnd() {
    return syncedEnd;
  }

  @Override
  public long writtenEnd() {
    return writtenEnd;
  }

  @Override
  public long endOffset() {
    return endOffset;
  }

  @Override
  public long sizeBytes() {
    return segments.sizeBytes();
  }

  @Override
  public LogConfig config() {
    return config;
  }

  @Override
  public void configure(LogConfig config) {
    this.config = config;
  }

  @Override
  public LeaderEpochs leaderEpochs() {
    return epochs;
  }

  @Override
  public ProducerStates producerStates() {
    return producers;
  }

  @Override
  public void listener(LogListener listener) {
    this.listener = listener;
  }

  @Override
  public LostRecords lost() {
    return restoration;
  }

  @Override
  public Stillness stillness() {
    return still;
  }

  private void onLost() {
    listener.onLost();
  }

  Segments segments() {
    return segments;
  }

  /// Nothing below is cut off ever: retention and compaction stop here.
  long settledEnd() {
    return Math.min(syncedEnd, listener.committedEnd());
  }

  long cleanedOffset() {
    return cleanedOffset;
  }

  /// Everything below was compacted.
  void cleanedOffset(long offset) {
    cleanedOffset = Math.max(cleanedOffset, offset);
  }

  // hot: GroupCommitBenchmark
  @Override
  public void append(ByteBuffer batches) {
    context.requireOnline();
    truncation.requireNone();
    int position = batches.position();
    int limit = batches.limit();
    RecordBatch batch = context.window().wrap(batches, position);
    if (batch.baseOffset() < endOffset) {
      start.requireWithin(batch, endOffset);
    }
    Segment segment = segmentFor(batch, limit - position);
    if (segment == null) {
      return;
    }
    if (pending.isEmpty()) {
      pending.begin(segment, epochs);
      context.onFirstAppendOfTurn(this);
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

  private @Nullable Segment segmentFor(RecordBatch batch, int bytes) {
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
    int mark = commits.mark();
    try {
      pending.requireRoom();
      boolean sync = false;
      if (config.durability() == Durability.FSYNC) {
        var extent = new Extent(segment.baseOffset(), segment.writtenBytes(), pending.bytes());
        sync = commits.add(id, extent, pending.batches(), pending.count());
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
    cut.onWritten(segment);
    if (config.durability() == Durability.FSYNC) {
      commits.written(this);
    } else {
      segment.unrecorded(true);
    }
    listener.onWritten(writtenEnd);
    if (config.durability() == Durability.MEMORY) {
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
      listener.onRejected(endOffset, cause);
    }
  }

  void onSynced(long end) {
    if (end > syncedEnd) {
      syncedEnd = end;
      listener.onSynced(end);
    }
  }

  void onStalled(NoSpaceException cause) {
    listener.onStalled(cause);
  }

  void onOffline(IOException cause) {
    truncation.end(cause);
    listener.onOffline(cause);
  }

  @Override
  public @Nullable LogSlice read(ReadRequest request) throws IOException {
    if (request.offset() < start.offset() || request.offset() > endOffset) {
      throw new OffsetOutOfRange(request.offset(), start.offset(), endOffset);
    }
    long end = Math.min(request.endOffset(), writtenEnd);
    return request.offset() >= end ? null : segments.read(request, end, context.scratch());
  }

  @Override
  public @Nullable TimestampedOffset firstAtOrAfter(long timestampMs, long endOffset)
      throws IOException {
    long end = Math.min(endOffset, writtenEnd);
    return new TimestampSearch(segments, context.scratch(), start.offset())
        .firstAtOrAfter(timestampMs, end);
  }

  @Override
  public @Nullable TimestampedOffset maxTimestamp() throws IOException {
    return new TimestampSearch(segments, context.scratch(), start.offset())
        .maxTimestamp(writtenEnd);
  }

  @Override
  public void deleteBefore(long offset, SyncLane.Completion done) {
    if (context.offlineCause() != null) {
      done.onDone(context.offlineCause());
      return;
    }
    if (truncation.isUnderWay()) {
      done.onDone(new IOException("the end of the log is being cut off"));
      return;
    }
    long target = Math.min(offset, syncedEnd);
    if (target <= start.offset()) {
      done.onDone(null);
    } else {
      start.move(target, done);
    }
  }

  @Override
  public void truncateTo(long offset, SyncLane.Completion done) {
    truncation.requireNone();
    write();
    if (offset >= endOffset || context.offlineCause() != null) {
      done.onDone(context.offlineCause());
    } else {
      truncation.begin(offset, done);
    }
  }

  @Override
  public void startAt(long offset, SyncLane.Completion done) {
    truncation.requireNone();
    write();
    if (offset < endOffset) {
      throw new IllegalArgumentException(offset + " is below the end of " + id + ": " + endOffset);
    }
    truncation.startAnew(offset, done);
  }

  /// Nothing is on its way to the disk.
  private void endsAt(long end) {
    endOffset = end;
    writtenEnd = end;
    syncedEnd = end;
    cleanedOffset = Math.min(cleanedOffset, end);
  }

  private void onStartMoved(long offset) {
    if (offset > endOffset) {
      endsAt(offset);
      epochs.truncateFrom(0);
    }
    epochs.truncateBefore(offset);
    listener.onStartMoved(offset);
  }

  /// Takes over what another log with the same records knows of who wrote them, and before.
  void inherit(SegmentedLog other) {
    other.producers.all().forEach(producers::put);
  }

  List<ProducerState> producers() {
    return producers.all();
  }

  /// The last frame of the journal so far.
  long lastFrame() {
    return commits.journal().lastSequence();
  }

  /// Whether all these segments are still the log's, and will be when its start has moved.
  boolean holds(List<Segment> group) {
    return !closed && !truncation.isUnderWay() && segments.hold(group, start.next());
  }

  boolean isKeptStill() {
    return still.isKept();
  }

  /// How a compacted file takes the place of segments.
  SegmentSwap swap() {
    return swap;
  }

  /// Deletes what is too old or too much, and forgets producers that are gone.
  void expire(long nowMs) {
    if (truncation.isUnderWay() || still.isKept()) {
      return;
    }
    long keepFrom = Retention.startOffset(segments, config, settledEnd(), nowMs);
    if (keepFrom > start.next()) {
      start.move(keepFrom, failure -> {});
    } else {
      start.deleteBelow();
    }
    if (producers.count() > 0) {
      producers.expire(nowMs - config.producerExpirationMs());
    }
  }

  /// Nothing more is written: the index entries in memory go to the files.
  void storeIndex() throws IOException {
    swap.stop();
    Segment active = segments.lastOrNull();
    if (active != null) {
      active.storeIndex(1);
    }
  }

  /// Ends the log in this process: forgets what was appended in this turn, closes the files, and
  /// says nothing any more.
  void close() throws IOException {
    closed = true;
    start.close();
    truncation.close();
    swap.stop();
    listener = LogListener.NOBODY;
    pending.clear();
    segments.close();
  }
}
