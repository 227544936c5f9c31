package io.headrace.simulator.cluster;

import io.headrace.record.RecordBatch;
import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.JournalFrames;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Bits that flip in the files of a node other than its segments.
///
/// Spared is what nobody can tell from a torn write that was never acknowledged: the last commit of
/// a journal and of the metadata log, and the one before it, behind which the last may be torn. So
/// are the epochs of batches, of which no checksum speaks.
final class RottenFiles {

  /// What rots.
  private enum Kind {
    JOURNAL_HEADER,
    JOURNAL_FRAME,
    JOURNAL_FRAMES_IN_A_ROW,
    CHECKPOINT,
    BOTH_COPIES_OF_THE_CHECKPOINT,
    INDEX,
    METADATA_LOG,
    METADATA_SNAPSHOT,
    VOTE,
    LABEL
  }

  private static final int SPARED_COMMITS = 2;
  private static final String METADATA = "__cluster_metadata-0";
  private static final int EPOCH_AT = RecordBatch.PARTITION_LEADER_EPOCH_AT;

  private final SimulatedDisk disk;
  private final SimulatedRandom random;

  RottenFiles(SimulatedDisk disk, SimulatedRandom random) {
    this.disk = disk;
    this.random = random;
  }

  /// Flips one bit, or some; returns what that was in, in words, or nothing if there was no such
  /// file.
  String flip() {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    boolean flipped =
        switch (kind) {
          case JOURNAL_HEADER -> flipWithin(named("journal-"), JournalFrames.FILE_HEADER_BYTES);
          case JOURNAL_FRAME -> flipFrames(1);
          case JOURNAL_FRAMES_IN_A_ROW -> flipFrames(random.between(2, 4));
          case CHECKPOINT -> flipWithin(checkpoints(), Long.MAX_VALUE);
          case BOTH_COPIES_OF_THE_CHECKPOINT -> flipBothCopies();
          case INDEX -> flipWithin(ending("index"), Long.MAX_VALUE);
          case METADATA_LOG -> flipBatch();
          case METADATA_SNAPSHOT ->
              flipWithin(ending(".checkpoint").filter(this::isLarge), Long.MAX_VALUE);
          case VOTE -> flipWithin(named("quorum-state"), Long.MAX_VALUE);
          case LABEL -> flipWithin(named("meta.properties"), Long.MAX_VALUE);
        };
    return flipped ? kind.name().toLowerCase(Locale.ROOT) : "";
  }

  private Stream<Path> named(String prefix) {
    return disk.files().filter(path -> String.valueOf(path.getFileName()).startsWith(prefix));
  }

  private Stream<Path> checkpoints() {
    return named("checkpoint").filter(path -> path.endsWith("checkpoint"));
  }

  private Stream<Path> ending(String suffix) {
    return disk.files().filter(path -> path.toString().endsWith(suffix));
  }

  private boolean isLarge(Path path) {
    return disk.sizeOf(path) > EPOCH_AT + Integer.BYTES;
  }

  private boolean flipWithin(Stream<Path> files, long bytes) {
    List<Path> all = files.filter(path -> disk.sizeOf(path) > 0).toList();
    if (all.isEmpty()) {
      return false;
    }
    Path file = all.get(random.nextInt(all.size()));
    flip(file, 0, Math.min(bytes, disk.sizeOf(file)));
    return true;
  }

  private void flip(Path file, long from, long to) {
    disk.flipBit(file, random.between(from * Byte.SIZE, to * Byte.SIZE - 1));
  }

  private boolean flipBothCopies() {
    List<Path> all = checkpoints().filter(path -> disk.sizeOf(path) > 1).toList();
    if (all.isEmpty()) {
      return false;
    }
    Path file = all.get(random.nextInt(all.size()));
    long half = disk.sizeOf(file) / 2;
    flip(file, 0, half);
    flip(file, half, 2 * half);
    return true;
  }

  private boolean flipFrames(long count) {
    List<Path> directories =
        checkpoints().filter(this::isLarge).map(Path::getParent).distinct().toList();
    if (directories.isEmpty()) {
      return false;
    }
    Path directory = directories.get(random.nextInt(directories.size()));
    List<JournalFrames.Frame> frames =
        new JournalFrames(disk, directory).allButTheLast(SPARED_COMMITS);
    for (int at = frames.size() - 1; at >= Math.max(0, frames.size() - count); at--) {
      JournalFrames.Frame frame = frames.get(at);
      flip(frame.file(), frame.position(), frame.position() + frame.length());
    }
    return !frames.isEmpty();
  }

  /// Somewhere in the metadata log, but in its last commits.
  private boolean flipBatch() {
    List<Path> segments =
        ending(".log").filter(path -> path.toString().contains(METADATA)).toList();
    if (segments.isEmpty()) {
      return false;
    }
    Path segment = segments.getLast();
    ByteBuffer content = disk.contentOf(segment);
    int batches = 0;
    for (int at = 0; RecordBatch.sizeAt(content, at) > 0; batches++) {
      at += RecordBatch.sizeAt(content, at);
    }
    if (batches <= SPARED_COMMITS) {
      return false;
    }
    int at = 0;
    for (int skip = random.nextInt(batches - SPARED_COMMITS); skip > 0; skip--) {
      at += RecordBatch.sizeAt(content, at);
    }
    int end = at + RecordBatch.sizeAt(content, at);
    if (random.oneIn(3)) {
      flip(segment, at, at + EPOCH_AT);
    } else {
      flip(segment, at + EPOCH_AT + Integer.BYTES, end);
    }
    return true;
  }
}
