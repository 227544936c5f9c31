package io.headrace.log.journal;

import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One of the files that a journal goes round in.
final class JournalFile {

  /// A file that grows is extended by zeroes in such steps, so that most syncs of its first round
  /// need not write its size.
  private static final int EXTENSION_BYTES = 1 << 20;

  private static final int ZEROES_BYTES = 64 << 10;

  final DiskFile file;
  private final long maxBytes;
  private long allocatedBytes;
  private boolean nameDurable;

  /// Reactor: the last frame in it, −1 while nothing in it is needed.
  long lastSequence = -1;

  long generation;
  long salt;

  JournalFile(DiskFile file, long maxBytes, boolean nameDurable) throws IOException {
    this.file = file;
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

  private void extendTo(long end) throws IOException {
    if (end <= allocatedBytes) {
      return;
    }
    long target = Math.max(end, Math.min(maxBytes, allocatedBytes + EXTENSION_BYTES));
    ByteBuffer zeroes = JournalFormat.allocateBlocks(ZEROES_BYTES);
    try {
      while (allocatedBytes < target) {
        zeroes.clear().limit((int) Math.min(ZEROES_BYTES, target - allocatedBytes));
        int bytes = zeroes.remaining();
        file.write(zeroes, allocatedBytes);
        allocatedBytes += bytes;
      }
    } catch (NoSpaceException e) {
      if (allocatedBytes < end) {
        throw e;
      }
    }
  }

  /// Whether the name must be made durable with the next sync; says so once.
  boolean takeNewName() {
    boolean isNew = !nameDurable;
    nameDurable = true;
    return isNew;
  }
}
