package io.headrace.quorum.files;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

/// The engine's log, durable at every step: when an append returns, its bytes are synced. With one
/// voter the engine reports what is appended as committed without flushing it first, so this is
/// where promise 1 is kept for metadata.
///
/// A snapshot lets the log behind it go: the next append begins a new segment, and [#maybeClean]
/// deletes the segments that the snapshot stands for. Where each batch lies is kept in memory, some
/// 60 bytes for each since the last snapshot.
///
/// Runs on: the metadata log's sync lane.
public final class DurableRaftLog implements RaftLog {
  private static final TopicPartition PARTITION = new TopicPartition("__cluster_metadata", 0);
  private static final long SEGMENT_BYTES = 16L * 1024 * 1024;

  private final Disk disk;
  private final Path directory;
  private final SnapshotFiles snapshots;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final TreeMap<Long, BatchPlace> batches = new TreeMap<>();
  private final EpochHistory epochs = new EpochHistory();
  private long startOffset;
  private long endOffset;
  private long activeBytes;
  private boolean rollWanted;
  private LogOffsetMetadata highWatermark;

  private DurableRaftLog(Disk disk, Path directory, SnapshotFiles snapshots) {
    this.disk = disk;
    this.directory = directory;
    this.snapshots = snapshots;
    this.startOffset = snapshots.latest().map(OffsetAndEpoch::offset).orElse(0L);
    this.endOffset = startOffset;
    this.highWatermark = new LogOffsetMetadata(startOffset);
  }

  /// @throws DamagedLogException if something that was durable is not there any more
  public static DurableRaftLog open(Disk disk, Path directory) throws IOException {
    var log = new DurableRaftLog(disk, directory, SnapshotFiles.open(disk, directory));
    log.recover();
    return log;
  }

  private void recover() throws IOException {
    SegmentScan.Found last = null;
    long expected = -1;
    for (String name : disk.list(directory)) {
      if (!Segment.isName(name)) {
        continue;
      }
      long base = Segment.baseOffsetOf(name);
      if (expected >= 0 ? base != expected : base > startOffset) {
        throw new DamagedLogException(
            "metadata log: the segment before " + directory.resolve(name) + " is not whole");
      }
      var segment = new Segment(base, disk.open(directory.resolve(name)));
      segments.addLast(segment);
      last = SegmentScan.of(segment);
      last.batches().forEach(this::note);
      expected = last.batches().isEmpty() ? base : last.batches().getLast().lastOffset() + 1;
    }
    if (last != null) {
      cutTornEnd(segments.getLast().file(), last.goodBytes());
      endOffset = expected;
      epochs.cutBefore(startOffset);
    }
    if (endOffset < startOffset) {
      throw new DamagedLogException(
          "metadata log ends at " + endOffset + ", its snapshot at " + startOffset);
    }
  }

  private void cutTornEnd(DiskFile file, long goodBytes) throws IOException {
    if (file.size() > goodBytes) {
      file.truncate(goodBytes);
      file.sync();
    }
    activeBytes = goodBytes;
  }

  private void note(BatchPlace batch) {
    batches.put(batch.baseOffset(), batch);
    epochs.begin(batch.epoch(), batch.baseOffset());
  }

  @Override
  public LogAppendInfo appendAsLeader(Records records, int epoch) {
    return append(records);
  }

  @Override
  public LogAppendInfo appendAsFollower(Records records, int epoch) {
    return append(records);
  }

  private LogAppendInfo append(Records records) {
    if (!(records instanceof MemoryRecords memory)) {
      throw new IllegalArgumentException("not in memory: " + records.getClass());
    }
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
      Segment segment = activeSegment();
      segment.file().write(memory.buffer().duplicate(), activeBytes);
      segment.file().sync();
      for (MutableRecordBatch batch : memory.batches()) {
        note(
            new BatchPlace(
                batch.baseOffset(),
                batch.lastOffset(),
                batch.partitionLeaderEpoch(),
                segment,
                activeBytes,
                batch.sizeInBytes()));
        activeBytes += batch.sizeInBytes();
      }
      endOffset = nextOffset;
      return new LogAppendInfo(firstOffset, endOffset - 1);
    } catch (IOException e) {
      throw new UncheckedIOException("metadata log cannot be written: " + directory, e);
    }
  }

  private Segment activeSegment() throws IOException {
    boolean full = activeBytes >= SEGMENT_BYTES || (rollWanted && activeBytes > 0);
    if (segments.isEmpty() || full) {
      DiskFile file = disk.create(directory.resolve(Segment.nameOf(endOffset)));
      disk.syncDirectory(directory);
      segments.addLast(new Segment(endOffset, file));
      activeBytes = 0;
    }
    rollWanted = false;
    return segments.getLast();
  }

  @Override
  public LogFetchInfo read(long fromOffset, Isolation isolation, int maxTotalBytes) {
    long limit = isolation == Isolation.COMMITTED ? highWatermark.offset() : endOffset;
    if (fromOffset < startOffset || fromOffset > endOffset) {
      throw new OffsetOutOfRangeException(
          fromOffset + " is not within " + startOffset + " and " + endOffset);
    }
    Map.Entry<Long, BatchPlace> first = batches.floorEntry(fromOffset);
    if (first == null || fromOffset >= limit) {
      return new LogFetchInfo(MemoryRecords.EMPTY, new LogOffsetMetadata(fromOffset));
    }
    BatchPlace start = first.getValue();
    int bytes = 0;
    for (BatchPlace batch : batches.tailMap(first.getKey()).values()) {
      boolean fits = bytes == 0 || bytes + batch.bytes() <= maxTotalBytes;
      if (!fits || batch.lastOffset() >= limit || batch.segment() != start.segment()) {
        break;
      }
      bytes += batch.bytes();
    }
    try {
      ByteBuffer target = ByteBuffer.allocate(bytes);
      start.segment().file().read(target, start.position());
      return new LogFetchInfo(
          MemoryRecords.readableRecords(target.flip()), new LogOffsetMetadata(fromOffset));
    } catch (IOException e) {
      throw new UncheckedIOException("metadata log cannot be read: " + directory, e);
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
      BatchPlace first = batches.ceilingEntry(offset).getValue();
      while (segments.getLast() != first.segment()) {
        delete(segments.removeLast());
      }
      first.segment().file().truncate(first.position());
      first.segment().file().sync();
      disk.syncDirectory(directory);
      activeBytes = first.position();
      batches.tailMap(offset, true).clear();
      epochs.truncateTo(offset);
      endOffset = first.baseOffset();
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
      while (!segments.isEmpty()) {
        delete(segments.removeLast());
      }
      disk.syncDirectory(directory);
      batches.clear();
      epochs.clear();
      activeBytes = 0;
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
      Iterator<BatchPlace> oldest = batches.values().iterator();
      while (oldest.hasNext() && oldest.next().lastOffset() < startOffset) {
        oldest.remove();
      }
      while (segments.size() > 1 && secondSegment().baseOffset() <= startOffset) {
        delete(segments.removeFirst());
      }
      snapshots.deleteBefore(id);
      disk.syncDirectory(directory);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Segment secondSegment() {
    Iterator<Segment> iterator = segments.iterator();
    iterator.next();
    return iterator.next();
  }

  private void delete(Segment segment) throws IOException {
    segment.file().close();
    disk.delete(segment.file().path());
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
    if (id.offset() < startOffset || snapshots.contains(id)) {
      return Optional.empty();
    }
    if (id.offset() > highWatermark.offset()) {
      throw new IllegalArgumentException("a snapshot of what is not committed: " + id);
    }
    ValidOffsetAndEpoch valid = validateOffsetAndEpoch(id.offset(), id.epoch());
    if (valid.kind() != ValidOffsetAndEpoch.Kind.VALID) {
      throw new IllegalArgumentException("a snapshot of another history: " + id + ", " + valid);
    }
    return createNewSnapshotUnchecked(id);
  }

  @Override
  public Optional<RawSnapshotWriter> createNewSnapshotUnchecked(OffsetAndEpoch id) {
    try {
      return snapshots.contains(id)
          ? Optional.empty()
          : Optional.of(snapshots.write(id, this::onSnapshotFrozen));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<RawSnapshotReader> readSnapshot(OffsetAndEpoch id) {
    try {
      return snapshots.read(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<RawSnapshotReader> latestSnapshot() {
    return latestSnapshotId().flatMap(this::readSnapshot);
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
    rollWanted = true;
  }

  @Override
  public void close() {
    try {
      for (Segment segment : segments) {
        segment.file().close();
      }
      segments.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
