package io.headrace.log.directory;

import io.headrace.log.checkpoint.Checkpoint;
import io.headrace.log.checkpoint.FoundCheckpoint;
import io.headrace.log.journal.JournalEntries;
import io.headrace.log.journal.JournalReader;
import io.headrace.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a directory can still say where each of its logs ended: looks, before it is opened, and
/// changes nothing.
///
/// If both copies of the checkpoint have rotted, or several frames of the journal in a row, a log
/// may come back shorter than it was acknowledged to be, without a hole that would tell. To whoever
/// trusts its replicas it is as if the disk had been emptied, until they have caught up.
public final class KnownEnds implements JournalEntries {

  /// The last commit of which it is known what it made durable.
  private long known;

  /// Nothing behind the last hole says what was in it.
  private boolean holeIsOpen;

  private boolean commitIsUnknown;

  private KnownEnds(long known) {
    this.known = known;
  }

  /// What has rotted, in one line; nothing if the ends of all logs are known.
  public static Optional<String> complaintAbout(Disk disk, Path directory) throws IOException {
    FoundCheckpoint last = Checkpoint.find(disk, directory);
    Optional<Checkpoint> checkpoint = last.checkpoint();
    if (checkpoint.isEmpty()) {
      return holdsLogs(disk, directory) ? last.damage() : Optional.empty();
    }
    var ends = new KnownEnds(checkpoint.get().replayFrom() - 1);
    new JournalReader(directory, disk).read(checkpoint.get().replayFrom(), ends);
    return ends.holeIsOpen || ends.commitIsUnknown
        ? Optional.of(directory + ": several commits in a row cannot be read in the journal")
        : Optional.empty();
  }

  private static boolean holdsLogs(Disk disk, Path directory) throws IOException {
    return disk.exists(directory)
        && disk.list(directory).stream().anyMatch(name -> Recovery.parse(name) != null);
  }

  /// The frame behind a hole says, before its own commit, what the last one in the hole did.
  @Override
  public void onCommit(long sequence) {
    if (sequence > known + 1) {
      commitIsUnknown = true;
    }
    known = sequence;
    holeIsOpen = false;
  }

  @Override
  public void onHole(String file) {
    holeIsOpen = true;
  }
}
