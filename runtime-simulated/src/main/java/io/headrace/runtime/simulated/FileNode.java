package io.headrace.runtime.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A file's bytes: as processes see them (the page cache), as they are on the platter, and the
/// changes in between.
final class FileNode implements Node {
  private static final int SECTOR_BYTES = 512;

  private sealed interface Change {
    record Write(long position, byte[] bytes) implements Change {}

    record Truncate(long size) implements Change {}
  }

  private Content cached = new Content();
  private Content durable = new Content();
  private final List<Change> unsynced = new ArrayList<>();
  private long changes;

  long size() {
    return cached.size;
  }

  /// How often it was changed, also by a bit that was flipped.
  long changes() {
    return changes;
  }

  void write(long position, byte[] bytes) {
    changes++;
    cached.write(position, bytes, 0, bytes.length);
    unsynced.add(new Change.Write(position, bytes));
  }

  void truncate(long size) {
    if (size < cached.size) {
      changes++;
      cached.truncate(size);
      unsynced.add(new Change.Truncate(size));
    }
  }

  int read(long position, byte[] target, int length) {
    return cached.read(position, target, length);
  }

  void sync() {
    for (Change change : unsynced) {
      apply(change, durable);
    }
    unsynced.clear();
  }

  /// A sync that failed: the kernel marks the pages clean, so what they held never gets to the
  /// platter, though it can be read until the power goes.
  void failSync() {
    unsynced.clear();
  }

  void flipBit(long bit) {
    changes++;
    cached.flipBit(bit);
    durable.flipBit(bit);
  }

  @Override
  public void losePower(SimulatedRandom random) {
    for (Change change : unsynced) {
      switch (random.nextInt(3)) {
        case 0 -> apply(change, durable);
        case 1 -> tear(change, random);
        default -> {}
      }
    }
    unsynced.clear();
    cached = durable.copy();
  }

  private void tear(Change change, SimulatedRandom random) {
    if (!(change instanceof Change.Write write)) {
      return;
    }
    boolean prefixOnly = random.oneIn(2);
    int length = write.bytes.length;
    for (int at = 0; at < length; ) {
      long absolute = write.position + at;
      int inSector = (int) Math.min(SECTOR_BYTES - absolute % SECTOR_BYTES, length - at);
      boolean kept = random.oneIn(2);
      if (kept) {
        durable.write(absolute, write.bytes, at, inSector);
      } else if (prefixOnly) {
        return;
      }
      at += inSector;
    }
  }

  private static void apply(Change change, Content content) {
    switch (change) {
      case Change.Write write -> content.write(write.position, write.bytes, 0, write.bytes.length);
      case Change.Truncate truncate -> content.truncate(truncate.size);
    }
  }

  /// Bytes that grow; what was never written reads as zero.
  private static final class Content {
    private byte[] bytes = new byte[0];
    private int size;

    void write(long position, byte[] source, int from, int length) {
      int end = Math.toIntExact(position + length);
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
      }
      System.arraycopy(source, from, bytes, (int) position, length);
      size = Math.max(size, end);
    }

    void truncate(long newSize) {
      if (newSize < size) {
        Arrays.fill(bytes, (int) newSize, size, (byte) 0);
        size = (int) newSize;
      }
    }

    int read(long position, byte[] target, int length) {
      int count = (int) Math.max(0, Math.min(length, size - position));
      if (count > 0) {
        System.arraycopy(bytes, (int) position, target, 0, count);
      }
      return count;
    }

    void flipBit(long bit) {
      int at = (int) (bit / 8);
      if (at < size) {
        bytes[at] ^= (byte) (1 << (bit % 8));
      }
    }

    Content copy() {
      Content copy = new Content();
      copy.bytes = bytes.clone();
      copy.size = size;
      return copy;
    }
  }
}
