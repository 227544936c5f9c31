package io.headrace.quorum.files;

import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The segment that is appended to, and the room that is kept back in it.
///
/// Behind its last batch the file goes on with zeroes. An append is written over them and so takes
/// nothing from the disk: what the engine has decided can be written although the disk is full.
///
/// ```
///  | batch | batch | batch | 0 0 0 0 0 0 0 0 0 0 |
///                          ^ endBytes            ^ fileBytes
/// ```
///
/// Runs on: the metadata log's sync lane.
final class ActiveSegment {
  private static final int ZEROES_BYTES = 64 << 10;

  /// A few blocks of a usual file system.
  private static final int GIVEN_BYTES = 16 << 10;

  private final Segment segment;
  private long endBytes;
  private long fileBytes;

  private ActiveSegment(Segment segment, long endBytes, long fileBytes) {
    this.segment = segment;
    this.endBytes = endBytes;
    this.fileBytes = fileBytes;
  }

  /// Makes a new segment with all the room that is to be kept back; durable when this returns. It
  /// gets its name last: one that is there has its room.
  ///
  /// @return null if the disk has not so much room; nothing is left of it then
  static @Nullable ActiveSegment create(Disk disk, Path directory, long baseOffset, Reserve reserve)
      throws IOException {
    Path target = directory.resolve(Segment.nameOf(baseOffset));
    Path part = directory.resolve(Segment.nameOf(baseOffset) + SnapshotFiles.UNFINISHED);
    if (!writePart(disk, part, reserve.fullBytes())) {
      return null;
    }
    disk.rename(part, target);
    disk.syncDirectory(directory);
    var segment = new Segment(baseOffset, disk.open(target));
    return new ActiveSegment(segment, 0, reserve.fullBytes());
  }

  private static boolean writePart(Disk disk, Path part, int bytes) throws IOException {
    try (DiskFile file = disk.create(part)) {
      writeZeroes(file, 0, bytes);
      file.sync();
      return true;
    } catch (NoSpaceException _) {
      disk.delete(part);
      return false;
    }
  }

  /// Takes up a segment that an earlier process left.
  ///
  /// Its torn end is overwritten in place rather than cut off: the room that it takes might be gone
  /// before it could be had again. Its last batch is written again because the process before may
  /// have died of a sync that failed: the page cache shows then what the disk does not hold.
  static ActiveSegment takenUp(Segment segment, SegmentScan.Found found) throws IOException {
    DiskFile file = segment.file();
    var active = new ActiveSegment(segment, found.goodBytes(), file.size());
    writeZeroes(file, found.goodBytes(), found.dirtyBytes());
    if (!found.batches().isEmpty()) {
      BatchPlace last = found.batches().getLast();
      ByteBuffer bytes = ByteBuffer.allocate(last.bytes());
      file.read(bytes, last.position());
      file.write(bytes.flip(), last.position());
    }
    file.sync();
    return active;
  }

  /// Appends again to a segment behind which others were begun, and cut off.
  static ActiveSegment closedBefore(Segment segment) throws IOException {
    long bytes = segment.file().size();
    return new ActiveSegment(segment, bytes, bytes);
  }

  Segment segment() {
    return segment;
  }

  /// Where its last batch ends.
  long endBytes() {
    return endBytes;
  }

  /// What can be appended for certain.
  long roomBytes() {
    return fileBytes - endBytes;
  }

  /// Writes batches behind those that are there; durable when this returns.
  void append(ByteBuffer batches) throws IOException {
    int bytes = batches.remaining();
    segment.file().write(batches, endBytes);
    segment.file().sync();
    endBytes += bytes;
    fileBytes = Math.max(fileBytes, endBytes);
  }

  /// Takes room from the disk until so much is kept back, or the disk has no more.
  void keepBack(int bytes) throws IOException {
    long before = fileBytes;
    try {
      writeZeroes(segment.file(), fileBytes, endBytes + bytes);
    } catch (NoSpaceException _) {
      // what was written until then is kept
    }
    fileBytes = Math.max(endBytes, segment.file().size());
    if (fileBytes > before) {
      segment.file().sync();
    }
  }

  /// Gives some of the room back to the disk; false if there is none.
  boolean giveRoom() throws IOException {
    if (roomBytes() == 0) {
      return false;
    }
    cutFile(Math.max(endBytes, fileBytes - GIVEN_BYTES));
    return true;
  }

  /// Gives all room back: nothing more is appended here.
  void giveAllRoom() throws IOException {
    cutFile(endBytes);
  }

  /// Cuts off the batches from this position on, and the room behind them, in one step: zeroes
  /// written over them might hide a batch and leave the one behind it.
  void cutBatches(long position) throws IOException {
    endBytes = position;
    cutFile(position);
    segment.file().sync();
  }

  private void cutFile(long bytes) throws IOException {
    segment.file().truncate(bytes);
    fileBytes = bytes;
  }

  private static void writeZeroes(DiskFile file, long from, long to) throws IOException {
    ByteBuffer zeroes = ByteBuffer.allocate((int) Math.clamp(to - from, 0, ZEROES_BYTES));
    for (long at = from; at < to; at += zeroes.limit()) {
      file.write(zeroes.clear().limit((int) Math.min(zeroes.capacity(), to - at)), at);
    }
  }
}
