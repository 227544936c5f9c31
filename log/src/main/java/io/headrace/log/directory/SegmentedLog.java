package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.LeaderEpochs;
import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Durability;
import io.headrace.log.LogListener;
import io.headrace.log.LogSlice;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates;
import io.headrace.log.ReadRequest;
import io.headrace.log.TimestampedOffset;
import io.headrace.log.segment.Segment;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerTable;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One partition's log in a directory.
///
/// Runs on: the reactor.
final class SegmentedLog implements PartitionLog {

  private static final ByteBuffer[] NOTHING = {};

  private final PartitionId id;
  private final OpenLogDirectory directory;
  private final Segments segments;
  private final EpochTable epochs = new EpochTable();
  private final ProducerTable producers = new ProducerTable();
  private LogConfig config;
  private @Nullable LogListener listener;
  private long startOffset;
  private long syncedEnd;
  private long writtenEnd;
  private long endOffset;
  private ByteBuffer[] pending = NOTHING;
  private int pendingCount;
  private Segment.@Nullable Mark turnBegan;

  SegmentedLog(PartitionId id, LogConfig config, OpenLogDirectory directory, Path path) {
    this.id = id;
    this.config = config;
    this.directory = directory;
    this.segments = new Segments(path, directory.files());
  }

  @Override
  public PartitionId id() {
    return id;
  }

  @Override
  public long startOffset() {
    return startOffset;
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

  Segments segments() {
    return segments;
  }

  // hot
  @Override
  public void append(ByteBuffer batches) {
    directory.requireOnline();
    int position = batches.position();
    int limit = batches.limit();
    RecordBatch batch = directory.batchAt(batches, position);
    if (batch.baseOffset() < endOffset) {
      throw new IllegalArgumentException(
          "append to " + id + " at " + batch.baseOffset() + " below its end " + endOffset);
    }
    Segment segment = segmentFor(batch, limit - position);
    if (segment == null) {
      return;
    }
    if (pendingCount == 0) {
      turnBegan = segment.mark();
      directory.onFirstAppendOfTurn(this);
    }
    while (true) {
      segment.append(batch, config.indexIntervalBytes());
      epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset());
      producers.append(batch, directory.turnWallMs());
      endOffset = batch.nextOffset();
      position += batch.sizeInBytes();
      if (position == limit) {
        break;
      }
      batch.wrap(batches, position);
    }
    if (pendingCount == pending.length) {
      pending = Arrays.copyOf(pending, Math.max(4, pendingCount * 2));
    }
    pending[pendingCount++] = batches.duplicate();
  }

  private @Nullable Segment segmentFor(RecordBatch batch, int bytes) {
    Segment active = segments.lastOrNull();
    if (active != null && !segments.mustRoll(config, batch, bytes)) {
      return active;
    }
    if (pendingCount > 0) {
      write();
    }
    if (batch.baseOffset() < endOffset) {
      return null;
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
    if (pendingCount == 0 || segment == null) {
      return;
    }
    try {
      segment.write(pending, pendingCount);
      writtenEnd = endOffset;
      directory.onWritten(this, segment);
      clearPending();
      producers.endTurn();
    } catch (IOException e) {
      reject(e);
      return;
    }
    LogListener hears = listener;
    if (hears != null) {
      hears.onWritten(writtenEnd);
    }
    if (config.durability() == Durability.MEMORY) {
      onSynced(writtenEnd);
    }
  }

  private void reject(IOException cause) {
    Segment segment = segments.lastOrNull();
    try {
      if (segment != null && turnBegan != null) {
        segment.reset(turnBegan);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
      directory.goOffline(cause);
      return;
    }
    endOffset = writtenEnd;
    epochs.truncateFrom(endOffset);
    producers.undoTurn();
    clearPending();
    if (!(cause instanceof NoSpaceException)) {
      directory.goOffline(cause);
    } else if (listener != null) {
      listener.onRejected(endOffset, cause);
    }
  }

  private void clearPending() {
    Arrays.fill(pending, 0, pendingCount, null);
    pendingCount = 0;
    turnBegan = null;
  }

  void onSynced(long end) {
    if (end > syncedEnd) {
      syncedEnd = end;
      if (listener != null) {
        listener.onSynced(end);
      }
    }
  }

  void onOffline(IOException cause) {
    if (listener != null) {
      listener.onOffline(cause);
    }
  }

  /// Takes over what was found in the files at start.
  void recovered(long start, long end) {
    startOffset = start;
    endOffset = end;
    writtenEnd = end;
    syncedEnd = end;
  }

  void learn(RecordBatch batch) {
    epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset());
    producers.append(batch, directory.turnWallMs());
    producers.endTurn();
  }

  @Override
  public @Nullable LogSlice read(ReadRequest request) throws IOException {
    if (request.offset() < startOffset || request.offset() > endOffset) {
      throw new OffsetOutOfRange(request.offset(), startOffset, endOffset);
    }
    long end = Math.min(request.endOffset(), writtenEnd);
    return request.offset() >= end ? null : segments.read(request, end, directory.walk());
  }

  @Override
  public @Nullable TimestampedOffset firstAtOrAfter(long timestampMs, long endOffset)
      throws IOException {
    long end = Math.min(endOffset, writtenEnd);
    return new TimestampSearch(segments, directory.walk(), startOffset)
        .firstAtOrAfter(timestampMs, end);
  }

  @Override
  public @Nullable TimestampedOffset maxTimestamp() throws IOException {
    return new TimestampSearch(segments, directory.walk(), startOffset).maxTimestamp(writtenEnd);
  }

  @Override
  public void deleteBefore(long offset, SyncLane.Completion done) {
    if (offset > startOffset) {
      startOffset = Math.min(offset, syncedEnd);
      if (listener != null) {
        listener.onStartMoved(startOffset);
      }
    }
    done.onDone(null);
  }
}
