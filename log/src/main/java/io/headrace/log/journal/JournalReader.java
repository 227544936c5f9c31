package io.headrace.log.journal;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a journal back after a start.
///
/// A commit begins only when the one before it is durable. So a frame that cannot be read is a torn
/// tail, never acknowledged, unless a later frame is there: then the journal has rotted, which is
/// told to [JournalEntries#onHole]. What the header of a file says, its first frame can say too.
public final class JournalReader {

  private final Path directory;
  private final Disk disk;
  private final List<Source> sources = new ArrayList<>();
  private ByteBuffer window = ByteBuffer.allocateDirect(1 << 20);
  private long maxGeneration;
  private long lastSequence;
  private @Nullable LastFrame last;
  private ByteBuffer lastEntries = ByteBuffer.allocate(0);

  /// Where the last frame lies.
  private record LastFrame(Source source, long position, int bytes) {}

  /// A file that begins with a sound header; `needed` once an entry of it was handed out.
  private static final class Source {
    final int index;
    final long generation;
    final long salt;
    boolean needed;

    Source(int index, long generation, long salt) {
      this.index = index;
      this.generation = generation;
      this.salt = salt;
    }
  }

  private int fileCount;

  /// Files in which neither the header nor the first frame can be read.
  private final List<Integer> unknown = new ArrayList<>();

  public JournalReader(Path directory, Disk disk) throws IOException {
    this.directory = directory;
    this.disk = disk;
    while (disk.exists(Journal.path(directory, fileCount))) {
      readHeader(fileCount++);
    }
    for (int index : List.copyOf(unknown)) {
      doWithoutHeader(index);
    }
    sources.sort(Comparator.comparingLong(source -> source.generation));
  }

  /// Hands out all entries of commits from number `fromSequence` on; can be called again.
  public void read(long fromSequence, JournalEntries entries) throws IOException {
    lastSequence = fromSequence - 1;
    for (Source source : sources) {
      try (DiskFile file = disk.open(Journal.path(directory, source.index))) {
        readFrames(source, file, fromSequence, entries);
      }
    }
    for (int index : unknown) {
      try (DiskFile file = disk.open(Journal.path(directory, index))) {
        reportNeeded(file, fromSequence, entries);
      }
    }
  }

  private void readHeader(int index) throws IOException {
    ByteBuffer header = ByteBuffer.allocateDirect(JournalFormat.FILE_HEADER_BYTES);
    try (DiskFile file = disk.open(Journal.path(directory, index))) {
      file.read(header, 0);
    }
    int crcAt = JournalFormat.FILE_HEADER_BYTES - 4;
    if (!header.hasRemaining()
        && header.getLong(0) == JournalFormat.FILE_MAGIC
        && header.getInt(crcAt) == JournalFormat.crc(header, 0, crcAt)) {
      add(new Source(index, header.getLong(8), header.getLong(16)));
    } else {
      unknown.add(index);
    }
  }

  private void add(Source source) {
    sources.add(source);
    maxGeneration = Math.max(maxGeneration, source.generation);
  }

  /// The first frame of a round always begins in the same block, where nothing that a client sends
  /// can lie: its salt is the file's, and its number says after which other file it comes.
  private void doWithoutHeader(int index) throws IOException {
    long sequence;
    long salt;
    try (DiskFile file = disk.open(Journal.path(directory, index))) {
      if (anyFrameAt(file, JournalFormat.BLOCK_BYTES) < 0) {
        return;
      }
      sequence = window.getLong(JournalFormat.FRAME_SEQUENCE_AT);
      salt = window.getLong(JournalFormat.FRAME_SALT_AT);
    }
    long generationBefore = 0;
    for (Source source : sources) {
      try (DiskFile file = disk.open(Journal.path(directory, source.index))) {
        if (frameAt(file, JournalFormat.BLOCK_BYTES, source.salt) >= 0
            && window.getLong(JournalFormat.FRAME_SEQUENCE_AT) < sequence) {
          generationBefore = Math.max(generationBefore, source.generation);
        }
      }
    }
    unknown.remove(Integer.valueOf(index));
    add(new Source(index, generationBefore + 1, salt)); // that of the file after it is higher
  }

  /// What no checkpoint has and nobody can place any more is lost.
  private void reportNeeded(DiskFile file, long fromSequence, JournalEntries entries)
      throws IOException {
    long size = file.size();
    for (long at = JournalFormat.BLOCK_BYTES; at < size; at += JournalFormat.BLOCK_BYTES) {
      if (anyFrameAt(file, at) >= 0
          && window.getLong(JournalFormat.FRAME_SEQUENCE_AT) >= fromSequence) {
        entries.onHole(file.path() + " has neither its header nor its first frame");
        return;
      }
    }
  }

  private void readFrames(Source source, DiskFile file, long fromSequence, JournalEntries entries)
      throws IOException {
    long size = file.size();
    long position = JournalFormat.BLOCK_BYTES;
    while (position < size) {
      int length = frameAt(file, position, source.salt);
      if (length < 0) {
        position = laterFrame(file, position, size, source.salt);
        continue;
      }
      long sequence = window.getLong(JournalFormat.FRAME_SEQUENCE_AT);
      if (sequence >= fromSequence) {
        int entriesAt =
            JournalFormat.FRAME_HEADER_BYTES + window.getInt(JournalFormat.FRAME_ECHO_AT);
        if (sequence != lastSequence + 1) {
          entries.onHole(file.path() + " before frame " + sequence);
          entries.onCommit(sequence - 1);
          readEntries(JournalFormat.FRAME_HEADER_BYTES, entriesAt, entries);
        }
        source.needed = true;
        entries.onCommit(sequence);
        readEntries(entriesAt, length, entries);
      }
      if (sequence >= lastSequence) {
        lastSequence = sequence;
        last = new LastFrame(source, position, JournalFormat.blocks(length));
      }
      position += JournalFormat.blocks(length);
    }
  }

  /// Loads the frame at `position` into the window and returns its length, −1 if there is none.
  private int frameAt(DiskFile file, long position, long salt) throws IOException {
    if (!load(file, position, JournalFormat.BLOCK_BYTES)
        || window.getInt(0) != JournalFormat.FRAME_MAGIC
        || window.getLong(JournalFormat.FRAME_SALT_AT) != salt) {
      return -1;
    }
    int length = window.getInt(JournalFormat.FRAME_LENGTH_AT);
    boolean whole =
        length >= JournalFormat.FRAME_HEADER_BYTES
            && length <= Math.max(file.size() - position, Frame.MAX_DATA_BYTES)
            && (length <= JournalFormat.BLOCK_BYTES || load(file, position, length))
            && isSound(length);
    return whole ? length : -1;
  }

  private boolean isSound(int length) {
    return window.getInt(JournalFormat.FRAME_CRC_AT)
        == JournalFormat.crc(window, JournalFormat.FRAME_SALT_AT, length);
  }

  /// The same for a frame of any round.
  private int anyFrameAt(DiskFile file, long position) throws IOException {
    return load(file, position, JournalFormat.BLOCK_BYTES)
        ? frameAt(file, position, window.getLong(JournalFormat.FRAME_SALT_AT))
        : -1;
  }

  /// What a file lacks at its end counts as the zeroes that it is filled up with when it grows: if
  /// these made a frame whole that was not before, it would come back behind newer ones.
  private boolean load(DiskFile file, long position, int bytes) throws IOException {
    if (window.capacity() < bytes) {
      window = ByteBuffer.allocateDirect(JournalFormat.blocks(bytes));
    }
    window.clear().limit(bytes);
    int read = file.read(window, position);
    while (window.hasRemaining()) {
      window.put((byte) 0);
    }
    return read > 0;
  }

  /// The next block in which a frame of this round begins, or the end of the file.
  private long laterFrame(DiskFile file, long position, long size, long salt) throws IOException {
    long step = JournalFormat.BLOCK_BYTES;
    for (long at = position + step; at < size; at += step) {
      if (frameAt(file, at, salt) >= 0) {
        return at;
      }
    }
    return size;
  }

  private void readEntries(int from, int to, JournalEntries entries) throws IOException {
    ByteBuffer in = window.duplicate();
    in.limit(to).position(from);
    while (in.hasRemaining()) {
      byte type = in.get();
      PartitionId id = new PartitionId(new TopicId(in.getLong(), in.getLong()), in.getInt());
      switch (type) {
        case JournalFormat.DATA -> {
          Extent extent = extent(in);
          entries.onData(id, extent, next(in, extent.length()));
        }
        case JournalFormat.EXTENT -> {
          Extent extent = extent(in);
          entries.onExtent(id, extent, next(in, in.getInt() * RecordBatch.HEADER_BYTES));
        }
        case JournalFormat.END ->
            entries.onEnd(id, new Extent(in.getLong(), in.getInt(), 0), in.getLong());
        case JournalFormat.START -> entries.onStart(id, in.getLong());
        case JournalFormat.DROP -> entries.onDrop(id);
        case JournalFormat.SWAP ->
            entries.onSwap(
                id,
                new Swap(
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    in.getInt(),
                    in.getLong(),
                    in.getLong()));
        default -> throw new IOException("journal entry of unknown type " + type);
      }
    }
  }

  private static Extent extent(ByteBuffer in) {
    return new Extent(in.getLong(), in.getInt(), in.getInt());
  }

  private static ByteBuffer next(ByteBuffer in, int bytes) {
    ByteBuffer slice = in.slice(in.position(), bytes);
    in.position(in.position() + bytes);
    return slice;
  }

  /// Writes the last frame again, with the header of its file, and makes it durable, with the names
  /// of the files, also that of the checkpoint. To be called once all was read and before anything
  /// is done that it says: a power cut must not undo why.
  ///
  /// It may have been read from the page cache of a process whose sync failed or never came. All
  /// before it are durable, because each was before the next began.
  public void makeLastDurable() throws IOException {
    disk.syncDirectory(directory);
    LastFrame frame = last;
    if (frame == null) {
      return;
    }
    try (DiskFile file = disk.open(Journal.path(directory, frame.source.index))) {
      file.write(JournalFormat.fileHeader(frame.source.generation, frame.source.salt), 0);
      writeAgain(file, frame.position, frame.bytes);
      file.sync();
    }
    lastEntries = entries();
  }

  /// A copy of those in the frame that was just written.
  private ByteBuffer entries() {
    int from = JournalFormat.FRAME_HEADER_BYTES + window.getInt(JournalFormat.FRAME_ECHO_AT);
    int to = window.getInt(JournalFormat.FRAME_LENGTH_AT);
    return ByteBuffer.allocate(to - from).put(window.slice(from, to - from)).flip();
  }

  /// The entries of the last frame, once it is durable.
  ByteBuffer lastEntries() {
    return lastEntries;
  }

  private void writeAgain(DiskFile file, long position, int bytes) throws IOException {
    if (!load(file, position, bytes)) {
      throw new IOException(file.path() + " became shorter while it was read");
    }
    file.write(window.flip(), position);
  }

  Path directory() {
    return directory;
  }

  long maxGeneration() {
    return maxGeneration;
  }

  /// The last commit that was found.
  public long lastSequence() {
    return lastSequence;
  }

  int fileCount() {
    return fileCount;
  }

  boolean isNeeded(int index) {
    return sources.stream().anyMatch(source -> source.index == index && source.needed);
  }
}
