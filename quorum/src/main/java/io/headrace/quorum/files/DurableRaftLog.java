package io.headrace.quorum.files;

import io.headrace.runtime.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.raft.Isolation;
import org.apache.kafka.raft.LogAppendInfo;
import org.apache.kafka.raft.LogFetchInfo;
import org.apache.kafka.raft.LogOffsetMetadata;
import org.apache.kafka.raft.RaftLog;
import org.apache.kafka.raft.ValidOffsetAndEpoch;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.apache.kafka.snapshot.RawSnapshotReader;
import org.apache.kafka.snapshot.RawSnapshotWriter;
import org.jspecify.annotations.Nullable;

/// The engine's log, durable at every step: when an append returns, its bytes are synced. With one
/// voter the engine reports what is appended as committed without flushing it first, so this is
/// where promise 1 is kept for metadata.
///
/// A snapshot lets the log behind it go: the next append begins a new segment, and [#maybeClean]
/// deletes the segments that the snapshot stands for. The batches lie in [BatchFiles]; what the
/// engine asks about offsets and epochs is answered here.
///
/// Runs on: the metadata log's sync lane.
public final class DurableRaftLog implements RaftLog {
  private static final TopicPartition PARTITION = new TopicPartition("__cluster_metadata", 0);

  private final Path directory;
  private final SnapshotFiles snapshots;
  private final BatchFiles files;
  private final EpochHistory epochs = new EpochHistory();
  private long startOffset;
  private long endOffset;
  private LogOffsetMetadata highWatermark;
  private @Nullable IOException unreadable;

  private DurableRaftLog(
      Path directory, SnapshotFiles snapshots, BatchFiles files, long startOffset) {
    this.directory = directory;
    this.snapshots = snapshots;
    this.files = files;
    this.startOffset = startOffset;
    this.endOffset = files.endOffset(startOffset);
    this.highWatermark = new LogOffsetMetadata(startOffset);
    files.batches().forEach(batch -> epochs.begin(batch.epoch(), batch.baseOffset()));
    epochs.cutBefore(startOffset);
  }

  /// @throws DamagedLogException if something that was durable is not there any more
  public static DurableRaftLog open(Disk disk, Path directory, Reserve reserve) throws IOException {
    SnapshotFiles snapshots = SnapshotFiles.open(disk, directory);
    long startOffset = snapshots.latest().map(OffsetAndEpoch::offset).orElse(0L);
    BatchFiles files = BatchFiles.open(disk, directory, startOffset, reserve);
    var log = new DurableRaftLog(directory, snapshots, files, startOffset);
    if (log.endOffset < startOffset) {
      throw new DamagedLogException(
          "metadata log ends at " + log.endOffset + ", its snapshot at " + startOffset);
    }
    return log;
  }

  @Override
  public LogAppendInfo appendAsLeader(Records records, int epoch) {
    return append(records);
  }

  /// What comes from another node is checked, and batches of an epoch after `epoch` are left out:
  /// this node does not follow the leader that wrote them.
  @Override
  public LogAppendInfo appendAsFollower(Records records, int epoch) {
    int bytes = 0;
    for (MutableRecordBatch batch : inMemory(records).batches()) {
      batch.ensureValid();
      if (batch.partitionLeaderEpoch() > epoch) {
        break;
      }
      bytes += batch.sizeInBytes();
    }
    if (bytes == 0) {
      throw new InvalidRecordException("no batch of an epoch up to " + epoch);
    }
    return append(MemoryRecords.readableRecords(inMemory(records).buffer().slice(0, bytes)));
  }

  /// What can be appended for certain, also when the disk is full.
  public long roomBytes() {
    return files.roomBytes();
  }

  /// Takes room from the disk if less is kept back than should be.
  public void keepRoom() throws IOException {
    files.keepRoom();
  }

  /// Gives some of the room that is kept back to another file; false if there is none.
  public boolean giveRoom() throws IOException {
    return files.giveRoom();
  }

  private LogAppendInfo append(Records records) {
    MemoryRecords memory = inMemory(records);
    long firstOffset = endOffset;
    long nextOffset = endOffset;
    for (MutableRecordBatch batch : memory.batches()) {
      if (batch.baseOffset() != nextOffset) {
        throw new IllegalStateException(
            "batch at " + batch.baseOffset() + " where the log ends at " + nextOffset);
      }
      nextOffset = batch.lastOffset() + 1;
    }
    try {
      files.append(memory, firstOffset);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "metadata log in " + directory + " cannot be written: " + e.getMessage(), e);
    }
    for (MutableRecordBatch batch : memory.batches()) {
      epochs.begin(batch.partitionLeaderEpoch(), batch.baseOffset());
    }
    endOffset = nextOffset;
    return new LogAppendInfo(firstOffset, endOffset - 1);
  }

  private static MemoryRecords inMemory(Records records) {
    if (records instanceof MemoryRecords memory) {
      return memory;
    }
    throw new IllegalArgumentException("not in memory: " + records.getClass());
  }

  @Override
  public LogFetchInfo read(long fromOffset, Isolation isolation, int maxTotalBytes) {
    long limit = isolation == Isolation.COMMITTED ? highWatermark.offset() : endOffset;
    if (fromOffset < startOffset || fromOffset > endOffset) {
      throw new OffsetOutOfRangeException(
          fromOffset + " is not within " + startOffset + " and " + endOffset);
    }
    try {
      return new LogFetchInfo(
          files.read(fromOffset, limit, maxTotalBytes), new LogOffsetMetadata(fromOffset));
    } catch (IOException e) {
      unreadable = e;
      throw new UncheckedIOException("metadata log cannot be read: " + directory, e);
    }
  }

  /// Tells what kept the log from being read, once it did: the engine makes an answer of it to
  /// whoever asked, and would go on as if nothing was wrong.
  public void requireReadable() throws IOException {
    if (unreadable != null) {
      throw unreadable;
    }
  }

  @Override
  public int lastFetchedEpoch() {
    int latest = epochs.latestEpoch();
    return latest >= 0 ? latest : snapshots.latest().map(OffsetAndEpoch::epoch).orElse(0);
  }

  @Override
  public OffsetAndEpoch endOffsetForEpoch(int epoch) {
    OffsetAndEpoch end = epochs.endOf(epoch, endOffset);
    if (end != null) {
      return end;
    }
    // Older than anything here: it ended where the snapshot did, or nothing is known at all.
    return epochs.latestEpoch() >= 0
        ? new OffsetAndEpoch(startOffset, epoch)
        : new OffsetAndEpoch(endOffset, lastFetchedEpoch());
  }

  @Override
  public LogOffsetMetadata endOffset() {
    return new LogOffsetMetadata(endOffset);
  }

  @Override
  public LogOffsetMetadata highWatermark() {
    return highWatermark;
  }

  @Override
  public void updateHighWatermark(LogOffsetMetadata offset) {
    highWatermark = offset;
  }

  @Override
  public long startOffset() {
    return startOffset;
  }

  @Override
  public void initializeLeaderEpoch(int epoch) {
    epochs.begin(epoch, endOffset);
  }

  /// Every append is synced already.
  @Override
  public void flush(boolean forceFlushActiveSegment) {}

  @Override
  public void truncateTo(long offset) {
    if (offset < highWatermark.offset()) {
      throw new IllegalArgumentException(
          "cut to " + offset + " below what is committed, " + highWatermark.offset());
    }
    if (offset >= endOffset) {
      return;
    }
    try {
      endOffset = files.truncateTo(offset);
      epochs.truncateTo(offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean truncateToLatestSnapshot() {
    OffsetAndEpoch latest = snapshots.latest().orElse(null);
    if (latest == null || (latest.epoch() <= lastFetchedEpoch() && latest.offset() <= endOffset)) {
      return false;
    }
    try {
      files.deleteAll();
      epochs.clear();
      startOffset = latest.offset();
      endOffset = latest.offset();
      highWatermark = new LogOffsetMetadata(latest.offset());
      snapshots.deleteBefore(latest);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean deleteBeforeSnapshot(OffsetAndEpoch id) {
    if (!snapshots.contains(id)
        || id.offset() <= startOffset
        || id.offset() > highWatermark.offset()) {
      return false;
    }
    try {
      startOffset = id.offset();
      epochs.cutBefore(startOffset);
      snapshots.deleteBefore(id);
      files.deleteBefore(startOffset);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean maybeClean() {
    return snapshots.latest().map(this::deleteBeforeSnapshot).orElse(false);
  }

  @Override
  public TopicPartition topicPartition() {
    return PARTITION;
  }

  @Override
  public Uuid topicId() {
    return Uuid.METADATA_TOPIC_ID;
  }

  @Override
  public Optional<RawSnapshotWriter> createNewSnapshot(OffsetAndEpoch id) {
    boolean isThere = snapshots.contains(id) && !id.equals(snapshots.rotten());
    if (id.offset() < startOffset || isThere) {
      return Optional.empty();
    }
    if (id.offset() > highWatermark.offset()) {
      throw new IllegalArgumentException("a snapshot of what is not committed: " + id);
    }
    ValidOffsetAndEpoch valid = validateOffsetAndEpoch(id.offset(), id.epoch());
    if (valid.kind() != ValidOffsetAndEpoch.Kind.VALID) {
      throw new IllegalArgumentException("a snapshot of another history: " + id + ", " + valid);
    }
    return writing(id);
  }

  @Override
  public Optional<RawSnapshotWriter> createNewSnapshotUnchecked(OffsetAndEpoch id) {
    return snapshots.contains(id) ? Optional.empty() : writing(id);
  }

  private Optional<RawSnapshotWriter> writing(OffsetAndEpoch id) {
    try {
      return Optional.of(snapshots.write(id, this::onSnapshotFrozen));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// For others, piece by piece. One that has rotted is as if it were not there; a leader that
  /// lives knows what was in it, and is asked for a new one ([#rottenSnapshot]).
  @Override
  public Optional<RawSnapshotReader> readSnapshot(OffsetAndEpoch id) {
    try {
      return snapshots.serve(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file of a snapshot that has rotted and was asked for; null if there is none.
  public @Nullable Path rottenSnapshot() {
    OffsetAndEpoch rotten = snapshots.rotten();
    return rotten == null ? null : directory.resolve(SnapshotFiles.nameOf(rotten));
  }

  /// For this node itself, which has nothing else to begin with.
  @Override
  public Optional<RawSnapshotReader> latestSnapshot() {
    OffsetAndEpoch latest = snapshots.latest().orElse(null);
    try {
      return latest == null ? Optional.empty() : snapshots.read(latest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<OffsetAndEpoch> latestSnapshotId() {
    return snapshots.latest();
  }

  @Override
  public Optional<OffsetAndEpoch> earliestSnapshotId() {
    return snapshots.earliest();
  }

  @Override
  public void onSnapshotFrozen(OffsetAndEpoch id) {
    snapshots.add(id);
    files.rollNext();
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
