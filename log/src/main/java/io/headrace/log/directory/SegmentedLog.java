package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.LeaderEpochs;
import io.headrace.log.LogConfig;
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
import io.headrace.log.segment.Segment;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerState;
import io.headrace.log.state.ProducerTable;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One partition's log in a directory: the face of its parts, each of which does one thing.
///
/// [LogStart] and [LogEnd] know where it begins and ends, [Segments] what is between; [Truncation]
/// cuts its end off, [Restoration] puts back what rotted, [SegmentSwap] puts compacted segments in
/// their place, [KeptStill] keeps it as it is while it is copied.
///
/// Runs on: the reactor.
final class SegmentedLog implements PartitionLog {

  private final PartitionId id;
  private final LogContext context;
  private final GroupCommit commits;
  private final Segments segments;
  private final SegmentSwap swap;
  private final LogStart start;
  private final LogEnd end;
  private final Truncation truncation;
  private final Restoration restoration;
  private final KeptStill still;
  private final EpochTable epochs;
  private final ProducerTable producers;
  private LogConfig config;
  private LogListener listener = LogListener.NOBODY;
  private long cleanedOffset;
  private boolean closed;

  SegmentedLog(LogServices services, LogConfig config, FoundLog found) {
    this.id = found.id();
    this.context = services.context();
    this.commits = services.commits();
    this.config = config;
    this.segments = found.segments();
    LongSupplier deleteDelayMs = () -> config().fileDeleteDelayMs();
    this.swap = new SegmentSwap(id, services, segments, deleteDelayMs);
    this.start = new LogStart(found, services, swap, deleteDelayMs, this::onStartMoved);
    this.end = new LogEnd(this, services, found, start);
    this.truncation = new Truncation(services, found, start, this::endsAt);
    this.restoration = new Restoration(this, services);
    this.still = new KeptStill(this, services);
    this.segments.onLost(this::onLost);
    this.epochs = found.epochs();
    this.producers = found.producers();
    this.cleanedOffset = found.cleanedOffset();
  }

  /// What a restart has to know of this log. Nobody is known who wrote it if it is about to begin
  /// anew: then it begins behind its end.
  LogState state() {
    boolean beginsAnew = start.next() > end.endOffset();
    return new LogState(
        id,
        start.next(),
        Math.max(start.next(), end.writtenEnd()),
        cleanedOffset,
        segments.states(),
        beginsAnew ? new EpochTable() : epochs,
        beginsAnew ? List.of() : producers.all(),
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
    return end.syncedEnd();
  }

  @Override
  public long writtenEnd() {
    return end.writtenEnd();
  }

  @Override
  public long endOffset() {
    return end.endOffset();
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

  LogListener listener() {
    return listener;
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
    return Math.min(end.syncedEnd(), listener.committedEnd());
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
    end.append(batches);
  }

  /// Writes the appends of this turn to the active segment, in one call.
  void write() {
    end.write();
  }

  void onSynced(long endOffset) {
    end.onSynced(endOffset);
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
    if (request.offset() < start.offset() || request.offset() > end.endOffset()) {
      throw new OffsetOutOfRange(request.offset(), start.offset(), end.endOffset());
    }
    long readEnd = Math.min(request.endOffset(), end.writtenEnd());
    return request.offset() >= readEnd ? null : segments.read(request, readEnd, context.scratch());
  }

  @Override
  public @Nullable TimestampedOffset firstAtOrAfter(long timestampMs, long endOffset)
      throws IOException {
    long searchEnd = Math.min(endOffset, end.writtenEnd());
    return new TimestampSearch(segments, context.scratch(), start.offset())
        .firstAtOrAfter(timestampMs, searchEnd);
  }

  @Override
  public @Nullable TimestampedOffset maxTimestamp() throws IOException {
    return new TimestampSearch(segments, context.scratch(), start.offset())
        .maxTimestamp(end.writtenEnd());
  }

  @Override
  public void deleteBefore(long offset, SyncLane.Completion done) {
    if (context.offlineCause() != null) {
      done.onDone(context.offlineCause());
      return;
    }
    if (truncation.isUnderWay()) {
      done.onDone(new IOException("the end of " + id + " is being cut off"));
      return;
    }
    long target = Math.min(offset, end.syncedEnd());
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
    if (offset >= end.endOffset() || context.offlineCause() != null) {
      done.onDone(context.offlineCause());
    } else {
      truncation.begin(offset, done);
    }
  }

  @Override
  public void startAt(long offset, SyncLane.Completion done) {
    truncation.requireNone();
    write();
    if (offset < end.endOffset()) {
      throw new IllegalArgumentException(
          offset + " is below the end of " + id + ": " + end.endOffset());
    }
    truncation.startAnew(offset, done);
  }

  /// Nothing is on its way to the disk.
  private void endsAt(long endOffset) {
    end.moveTo(endOffset);
    cleanedOffset = Math.min(cleanedOffset, endOffset);
  }

  private void onStartMoved(long offset) {
    if (offset > end.endOffset()) {
      endsAt(offset);
      epochs.truncateFrom(0);
      producers.clear(); // what they wrote since is not known
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

  /// Forgets producers that are gone, and deletes what is below the log's start.
  ///
  /// @param retention whether what is too old or too much is deleted as well
  void expire(long nowMs, boolean retention) {
    if (truncation.isUnderWay() || still.isKept()) {
      return;
    }
    long keepFrom =
        retention ? Retention.startOffset(segments, config, settledEnd(), nowMs) : start.next();
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
    end.close();
    segments.close();
  }
}
