package io.headrace.simulator;

import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.workload.DamageLedger;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Bits that flip on the disk, each in another file: more than one in a file could cost what no
/// single one may.
final class Rot {

  /// Which files, and what that may cost.
  private enum Place {
    /// Caches: nothing.
    INDEX,
    /// The batch that the bit is in.
    SEGMENT,
    /// What the frame says, if the power cut takes it from the page cache too.
    JOURNAL_FRAME,
    /// Nothing: the first frame of a file says the same.
    JOURNAL_HEADER,
    /// Nothing: it is there twice.
    CHECKPOINT
  }

  private static final int NEWEST = 5;

  private final SimulatedDisk disk;
  private final Set<String> logs;
  private final DamageLedger damage;
  private final SimulatedRandom random;
  private final Set<Path> rotten = new HashSet<>();
  private final List<JournalFrames> journals;

  /// @param logs the directories of clients' topics: what the node keeps for itself must be whole
  Rot(SimulatedDisk disk, Set<String> logs, DamageLedger damage, SimulatedRandom random) {
    this.disk = disk;
    this.logs = logs;
    this.damage = damage;
    this.random = random;
    this.journals =
        journals().map(Path::getParent).distinct().map(at -> new JournalFrames(disk, at)).toList();
  }

  void flipBits(int count) {
    for (int i = 0; i < count; i++) {
      switch (Place.values()[random.nextInt(Place.values().length)]) {
        case INDEX -> flipAnywhereIn(inLogs(".index", ".timeindex"));
        case SEGMENT -> {
          if (flipAnywhereIn(inLogs(".log"))) {
            damage.bitFlipped(1);
          }
        }
        case JOURNAL_FRAME -> flipInFrame();
        case JOURNAL_HEADER -> flipIn(journals(), JournalFrames.FILE_HEADER_BYTES);
        case CHECKPOINT -> flipAnywhereIn(named("checkpoint"));
      }
    }
  }

  private Stream<Path> named(String prefix) {
    return disk.files().filter(path -> String.valueOf(path.getFileName()).startsWith(prefix));
  }

  private Stream<Path> journals() {
    return named("journal-");
  }

  private Stream<Path> inLogs(String... endings) {
    return disk.files()
        .filter(path -> Stream.of(endings).anyMatch(path.toString()::endsWith))
        .filter(path -> logs.contains(path.getName(path.getNameCount() - 2).toString()));
  }

  private boolean flipAnywhereIn(Stream<Path> files) {
    return flipIn(files, Long.MAX_VALUE);
  }

  /// Flips a bit among the first bytes of one of the files; false if there is none.
  private boolean flipIn(Stream<Path> files, long bytes) {
    List<Path> whole =
        files.filter(path -> disk.sizeOf(path) > 0 && !rotten.contains(path)).toList();
    if (whole.isEmpty()) {
      return false;
    }
    Path file = whole.get(random.nextInt(whole.size()));
    flip(file, 0, Math.min(bytes, disk.sizeOf(file)));
    return true;
  }

  private void flip(Path file, long from, long to) {
    rotten.add(file);
    disk.flipBit(file, random.between(from * 8, to * 8 - 1));
  }

  /// Mostly one of the newest: the last that speaks of a log is the only one to know its end. But
  /// the last frame of a directory is spared: nobody can tell it from one that was torn, never
  /// acknowledged. So are two in one directory, which may follow one another.
  private void flipInFrame() {
    List<JournalFrames.Frame> candidates =
        journals.stream()
            .filter(journal -> journal.files().stream().noneMatch(rotten::contains))
            .flatMap(journal -> journal.neededButTheLast().stream())
            .filter(frame -> logs.containsAll(frame.logs()))
            .toList();
    if (!candidates.isEmpty()) {
      int newest = random.oneIn(3) ? candidates.size() : Math.min(NEWEST, candidates.size());
      JournalFrames.Frame frame = candidates.get(candidates.size() - 1 - random.nextInt(newest));
      flip(frame.file(), frame.position(), frame.position() + frame.length());
      damage.bitFlipped(frame.batches());
    }
  }
}
