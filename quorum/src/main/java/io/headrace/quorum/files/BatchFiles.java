package io.headrace.quorum.files;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;

/// The batches of the log in their segment files. Every change is durable when its method returns.
/// Where each batch lies is kept in memory, some 60 bytes for each since the last snapshot.
///
/// Runs on: the metadata log's sync lane.
final class BatchFiles {
  private static final long SEGMENT_BYTES = 16L * 1024 * 1024;

  private final Disk disk;
  private final Path directory;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final TreeMap<Long, BatchPlace> batches = new TreeMap<>();
  private long activeBytes;
  private boolean rollWanted;

  private BatchFiles(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /// Finds what is there and cuts off a torn end.
  ///
  /// @param startOffset the log must begin here or before, if there is anything of it
  /// @throws DamagedLogException if something that was durable is not there any more
  static BatchFiles open(Disk disk, Path directory, long startOffset) throws IOException {
    var files = new BatchFiles(disk, directory);
    files.recover(startOffset);
    return files;
  }

  private void recover(long startOffset) throws IOException {
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
  }

  /// All batches, in order.
  Collection<BatchPlace> batches() {
    return batches.values();
  }

  /// Where the last segment ends; `startOffset` if there is none.
  long endOffset(long startOffset) {
    if (segments.isEmpty()) {
      return startOffset;
    }
    long base = segments.getLast().baseOffset();
    return batches.isEmpty()
        ? base
        : Math.max(base, batches.lastEntry().getValue().lastOffset() + 1);
  }

  /// The next append begins a new segment, unless there is nothing in the last.
  void rollNext() {
    rollWanted = true;
  }

  void append(MemoryRecords records, long baseOffset) throws IOException {
    Segment segment = activeSegment(baseOffset);
    segment.file().write(records.buffer().duplicate(), activeBytes);
    segment.file().sync();
    for (MutableRecordBatch batch : records.batches()) {
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
  }

  private Segment activeSegment(long baseOffset) throws IOException {
    boolean full = activeBytes >= SEGMENT_BYTES || (rollWanted && activeBytes > 0);
    if (segments.isEmpty() || full) {
      DiskFile file = disk.create(directory.resolve(Segment.nameOf(baseOffset)));
      disk.syncDirectory(directory);
      segments.addLast(new Segment(baseOffset, file));
      activeBytes = 0;
    }
    rollWanted = false;
    return segments.getLast();
  }

  /// Whole batches of one segment, from the one that holds `fromOffset` up to `limitOffset`; the
  /// first of them whatever its size.
  MemoryRecords read(long fromOffset, long limitOffset, int maxTotalBytes) throws IOException {
    Map.Entry<Long, BatchPlace> first = batches.floorEntry(fromOffset);
    if (first == null || fromOffset >= limitOffset) {
      return MemoryRecords.EMPTY;
    }
    BatchPlace start = first.getValue();
    int bytes = 0;
    for (BatchPlace batch : batches.tailMap(first.getKey()).values()) {
      boolean fits = bytes == 0 || bytes + batch.bytes() <= maxTotalBytes;
      if (!fits || batch.lastOffset() >= limitOffset || batch.segment() != start.segment()) {
        break;
      }
      bytes += batch.bytes();
    }
    ByteBuffer target = ByteBuffer.allocate(bytes);
    start.segment().file().read(target, start.position());
    return MemoryRecords.readableRecords(target.flip());
  }

  /// Cuts off the batches from the first that begins at or after `offset`; returns where the log
  /// ends now.
  long truncateTo(long offset) throws IOException {
    BatchPlace first = batches.ceilingEntry(offset).getValue();
    while (segments.getLast() != first.segment()) {
      delete(segments.removeLast());
    }
    first.segment().file().truncate(first.position());
    first.segment().file().sync();
    disk.syncDirectory(directory);
    activeBytes = first.position();
    batches.tailMap(offset, true).clear();
    return first.baseOffset();
  }

  void deleteAll() throws IOException {
    while (!segments.isEmpty()) {
      delete(segments.removeLast());
    }
    disk.syncDirectory(directory);
    batches.clear();
    activeBytes = 0;
  }

  /// Deletes the segments that lie below `offset`, but for the last, and forgets the batches there.
  void deleteBefore(long offset) throws IOException {
    Iterator<BatchPlace> oldest = batches.values().iterator();
    while (oldest.hasNext() && oldest.next().lastOffset() < offset) {
      oldest.remove();
    }
    while (segments.size() > 1 && second().baseOffset() <= offset) {
      delete(segments.removeFirst());
    }
    disk.syncDirectory(directory);
  }

  private Segment second() {
    return segments.stream().skip(1).findFirst().orElseThrow();
  }

  private void delete(Segment segment) throws IOException {
    segment.file().close();
    disk.delete(segment.file().path());
  }

  void close() throws IOException {
    for (Segment segment : segments) {
      segment.file().close();
    }
    segments.clear();
  }
}
