package io.headrace.quorum.files;

import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.jspecify.annotations.Nullable;

/// The batches of the log in their segment files. Every change is durable when its method returns.
/// Where each batch lies is kept in memory, some 60 bytes for each since the last snapshot.
///
/// Room is kept back in the segment that is appended to ([ActiveSegment]). A new segment is begun
/// only with room of its own; while the disk has none, the log goes on in the old one.
///
/// Runs on: the metadata log's sync lane.
final class BatchFiles {
  private static final long SEGMENT_BYTES = 16L * 1024 * 1024;

  private final Disk disk;
  private final Path directory;
  private final Reserve reserve;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final TreeMap<Long, BatchPlace> batches = new TreeMap<>();
  private @Nullable ActiveSegment active;
  private boolean rollWanted;

  private BatchFiles(Disk disk, Path directory, Reserve reserve) {
    this.disk = disk;
    this.directory = directory;
    this.reserve = reserve;
  }

  /// Finds what is there, and wipes away a torn end.
  ///
  /// @param startOffset the log must begin here or before, if there is anything of it
  /// @throws DamagedLogException if something that was durable is not there any more
  static BatchFiles open(Disk disk, Path directory, long startOffset, Reserve reserve)
      throws IOException {
    var files = new BatchFiles(disk, directory, reserve);
    files.recover(startOffset);
    files.keepRoom();
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
      active = ActiveSegment.takenUp(segments.getLast(), last);
    }
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

  /// @throws NoSpaceException if not even the first segment finds room
  void append(MemoryRecords records, long baseOffset) throws IOException {
    ActiveSegment target = activeSegment(baseOffset);
    long position = target.endBytes();
    target.append(records.buffer().duplicate());
    for (MutableRecordBatch batch : records.batches()) {
      note(
          new BatchPlace(
              batch.baseOffset(),
              batch.lastOffset(),
              batch.partitionLeaderEpoch(),
              target.segment(),
              position,
              batch.sizeInBytes()));
      position += batch.sizeInBytes();
    }
  }

  private ActiveSegment activeSegment(long baseOffset) throws IOException {
    ActiveSegment old = active;
    if (old == null) {
      ActiveSegment first = begin(baseOffset);
      if (first == null) {
        throw new NoSpaceException(
            "no room for the " + reserve.fullBytes() + " bytes of a first segment");
      }
      return first;
    }
    rollWanted &= old.endBytes() > 0;
    boolean full = rollWanted || old.endBytes() >= SEGMENT_BYTES;
    if (full && isRoomy()) {
      ActiveSegment begun = begin(baseOffset);
      if (begun != null) {
        old.giveAllRoom();
        return begun;
      }
    }
    return old;
  }

  private @Nullable ActiveSegment begin(long baseOffset) throws IOException {
    ActiveSegment begun = ActiveSegment.create(disk, directory, baseOffset, reserve);
    if (begun != null) {
      segments.addLast(begun.segment());
      active = begun;
      rollWanted = false;
    }
    return begun;
  }

  /// What can be appended for certain, also when the disk is full.
  long roomBytes() {
    return active == null ? 0 : active.roomBytes();
  }

  /// Takes room from the disk if less is kept back than should be. The last room of the disk is
  /// taken only when half of what is kept back is used: others keep some back on the same disk.
  void keepRoom() throws IOException {
    if (active == null || active.roomBytes() >= reserve.bytes()) {
      return;
    }
    if (active.roomBytes() < reserve.bytes() / 2 || isRoomy()) {
      active.keepBack(reserve.fullBytes());
    }
  }

  private boolean isRoomy() throws IOException {
    return disk.usableBytes(directory) >= reserve.roomyBytes();
  }

  /// Gives some of the room that is kept back to another file; false if there is none.
  boolean giveRoom() throws IOException {
    return active != null && active.giveRoom();
  }

  /// Whole batches of one segment, from the one that holds `fromOffset` up to `limitOffset`; the
  /// first of them whatever its size.
  ///
  /// @throws DamagedLogException if one of them has rotted: another node that was sent it would ask
  ///   for it for ever
  MemoryRecords read(long fromOffset, long limitOffset, int maxTotalBytes) throws IOException {
    Map.Entry<Long, BatchPlace> first = batches.floorEntry(fromOffset);
    if (first == null || fromOffset >= limitOffset) {
      return MemoryRecords.EMPTY;
    }
    BatchPlace start = first.getValue();
    var places = new ArrayList<BatchPlace>();
    int bytes = 0;
    for (BatchPlace batch : batches.tailMap(first.getKey()).values()) {
      boolean fits = bytes == 0 || bytes + batch.bytes() <= maxTotalBytes;
      if (!fits || batch.lastOffset() >= limitOffset || batch.segment() != start.segment()) {
        break;
      }
      places.add(batch);
      bytes += batch.bytes();
    }
    ByteBuffer target = ByteBuffer.allocate(bytes);
    start.segment().file().read(target, start.position());
    target.flip();
    for (BatchPlace place : places) {
      SegmentScan.requireAsKnown(
          place, target.slice((int) (place.position() - start.position()), place.bytes()));
    }
    return MemoryRecords.readableRecords(target);
  }

  /// Cuts off the batches from the first that begins at or after `offset`; returns where the log
  /// ends now.
  long truncateTo(long offset) throws IOException {
    BatchPlace first = batches.ceilingEntry(offset).getValue();
    while (segments.getLast() != first.segment()) {
      delete(segments.removeLast());
    }
    ActiveSegment last = active;
    if (last == null || last.segment() != first.segment()) {
      last = ActiveSegment.closedBefore(first.segment());
      active = last;
    }
    last.cutBatches(first.position());
    disk.syncDirectory(directory);
    batches.tailMap(offset, true).clear();
    return first.baseOffset();
  }

  void deleteAll() throws IOException {
    while (!segments.isEmpty()) {
      delete(segments.removeLast());
    }
    disk.syncDirectory(directory);
    batches.clear();
    active = null;
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
    active = null;
  }
}
