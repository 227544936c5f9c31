package io.headrace.log.journal;

import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One of the files that a journal goes round in.
///
/// In its first round a file grows: zeroes are written and synced ahead of the frames, because a
/// sync that must also write the file's size takes several times as long.
final class JournalFile {

  /// How far a file grows when a frame finds no room: rare, see [#growAhead].
  private static final int EXTENSION_BYTES = 1 << 20;

  final DiskFile file;
  private final Syncs syncs;
  private final long maxBytes;
  private volatile long allocatedBytes;
  private boolean nameDurable;

  /// Reactor: the last frame in it, −1 while nothing in it is needed.
  long lastSequence = -1;

  long generation;
  long salt;

  JournalFile(DiskFile file, Syncs syncs, long maxBytes, boolean nameDurable) throws IOException {
    this.file = file;
    this.syncs = syncs;
    file.bypassCache();
    this.maxBytes = maxBytes;
    this.allocatedBytes = file.size();
    this.nameDurable = nameDurable;
  }

  /// Makes the file new for another round. On the lane.
  void writeHeader() throws IOException {
    extendTo(JournalFormat.BLOCK_BYTES);
    file.write(JournalFormat.fileHeader(generation, salt), 0);
  }

  /// On the lane.
  void write(ByteBuffer frame, long position) throws IOException {
    extendTo(position + frame.remaining());
    file.write(frame, position);
  }

  /// If there is no room for a whole step, by no more than is needed.
  private void extendTo(long end) throws IOException {
    if (end <= allocatedBytes) {
      return;
    }
    try {
      growTo(Math.max(end, Math.min(maxBytes, allocatedBytes + EXTENSION_BYTES)));
    } catch (NoSpaceException e) {
      growTo(end);
    }
  }

  /// Whether more than half of the file is used.
  boolean isShort(long position) {
    long allocated = allocatedBytes;
    return allocated > 0 && allocated < maxBytes && position >= allocated / 2;
  }

  /// Doubles the file. In the background; frames are written meanwhile.
  ///
  /// @throws NoSpaceException if there is no room for it
  void growAhead() throws IOException {
    growTo(Math.min(maxBytes, allocatedBytes * 2));
    sync();
  }

  void sync() throws IOException {
    syncs.file(file);
  }

  /// One at a time: who wants room while it is being made waits for it.
  private synchronized void growTo(long target) throws IOException {
    long at = allocatedBytes;
    ByteBuffer zeroes =
        JournalFormat.allocateBlocks((int) Math.min(EXTENSION_BYTES, Math.max(0, target - at)));
    while (at < target) {
      zeroes.clear().limit((int) Math.min(zeroes.capacity(), target - at));
      int bytes = zeroes.remaining();
      file.write(zeroes, at);
      at += bytes;
      allocatedBytes = at;
    }
  }

  /// Whether the name must be made durable with the next sync; says so once.
  boolean takeNewName() {
    boolean isNew = !nameDurable;
    nameDurable = true;
    return isNew;
  }
}
