package io.headrace.log.journal;

import io.headrace.runtime.Clock;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The journal's writing end: gives each commit its place.
///
/// ```
/// file 0   ........cut........   frames 1 to 812
/// file 1   frames 813 to 1707    being synced into their segments
/// file 2   frames 1708 to ...    written now
/// ```
///
/// When a file is full, the next that is not needed any more is begun, or a new one made. Once the
/// segments that a file speaks of are synced and a checkpoint says so, [#cut] frees it.
public final class Journal {

  /// More files than this are not made: commits then wait for a checkpoint.
  public static final int MAX_FILES = 8;

  private static final String PREFIX = "journal-";

  private final Path directory;
  private final Disk disk;
  private final Syncs syncs;
  private final Clock clock;
  private final long fileBytes;
  private final List<JournalFile> files = new ArrayList<>();
  private @Nullable JournalFile current;
  private long position;
  private long generation;
  private long lastSequence;
  private ByteBuffer lastEntries;

  /// Where a frame goes.
  ///
  /// @param beginsFile whether it is the first of a file
  public record Place(JournalFile file, long position, long sequence, boolean beginsFile) {}

  /// The journal that `reader` has read and made durable, ready to go on after it.
  public Journal(Syncs syncs, Disk disk, Clock clock, long fileBytes, JournalReader reader)
      throws IOException {
    this.directory = reader.directory();
    this.syncs = syncs;
    this.disk = disk;
    this.clock = clock;
    this.fileBytes = fileBytes;
    this.generation = reader.maxGeneration() + 1;
    this.lastSequence = reader.lastSequence();
    this.lastEntries = reader.lastEntries();
    for (int i = 0; i < reader.fileCount(); i++) {
      JournalFile file = new JournalFile(disk.open(path(directory, i)), syncs, fileBytes, true);
      if (reader.isNeeded(i)) {
        file.lastSequence = lastSequence;
      }
      files.add(file);
    }
  }

  static Path path(Path directory, int index) {
    return directory.resolve(PREFIX + index);
  }

  /// The sequence number of the frame placed last.
  public long lastSequence() {
    return lastSequence;
  }

  /// What the last frame that was there at the start says: the first to be written echoes it. Once.
  public ByteBuffer takeLastEntries() {
    ByteBuffer entries = lastEntries;
    lastEntries = ByteBuffer.allocate(0);
    return entries;
  }

  /// Gives the next frame its place; null if it must wait for a checkpoint.
  public @Nullable Place place(int frameBytes) throws IOException {
    JournalFile file = current;
    boolean begins = file == null || position + frameBytes > fileBytes;
    if (file == null || begins) {
      file = nextFile();
      if (file == null) {
        return null;
      }
      generation++;
      file.generation = generation;
      file.salt = mix(clock.nowNs() ^ Long.rotateLeft(clock.wallMs(), 32) ^ generation);
      current = file;
      position = JournalFormat.BLOCK_BYTES;
    }
    lastSequence++;
    file.lastSequence = lastSequence;
    Place place = new Place(file, position, lastSequence, begins);
    position += frameBytes;
    return place;
  }

  /// Entries hold what clients send: without a number that they cannot know, a record could be made
  /// to look like a frame.
  private static long mix(long seed) {
    long mixed = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private @Nullable JournalFile nextFile() throws IOException {
    for (JournalFile file : files) {
      if (file.lastSequence < 0 && file != current) {
        return file;
      }
    }
    if (files.size() >= MAX_FILES) {
      return null;
    }
    JournalFile made =
        new JournalFile(disk.create(path(directory, files.size())), syncs, fileBytes, false);
    files.add(made);
    return made;
  }

  /// Frames up to this one are not needed any more.
  public void cut(long throughSequence) {
    for (JournalFile file : files) {
      if (file != current && file.lastSequence <= throughSequence) {
        file.lastSequence = -1;
      }
    }
  }

  /// Whether the file of a place should grow before the frames to come need it to.
  public boolean isShort(Place place) {
    return place.file().isShort(place.position());
  }

  /// Makes room for the frames to come in the file of a place. In the background.
  ///
  /// @throws NoSpaceException if there is no room for it
  public void growAhead(Place place) throws IOException {
    place.file().growAhead();
  }

  /// Writes a frame and makes it durable. On the lane; touches nothing but the frame and its file.
  ///
  /// @throws NoSpaceException if the file cannot grow: the same frame may be tried again
  public void write(Place place, Frame frame) throws IOException {
    JournalFile file = place.file();
    if (place.beginsFile()) {
      file.writeHeader();
    }
    file.write(frame.seal(file.salt, place.sequence()), place.position());
    file.sync();
    if (file.takeNewName()) {
      syncs.directory(directory);
    }
  }

  public void close() throws IOException {
    for (JournalFile file : files) {
      file.file.close();
    }
  }
}
