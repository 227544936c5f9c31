package io.headrace.quorum.files;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.record.internal.UnalignedRecords;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.apache.kafka.snapshot.NotifyingRawSnapshotWriter;
import org.apache.kafka.snapshot.RawSnapshotReader;
import org.apache.kafka.snapshot.RawSnapshotWriter;
import org.jspecify.annotations.Nullable;

/// The snapshots beside the log, named as Kafka names them: end offset, epoch, `.checkpoint`.
public final class SnapshotFiles {
  private static final String SUFFIX = ".checkpoint";
  static final String UNFINISHED = ".part";
  private static final int OFFSET_DIGITS = 20;
  private static final int EPOCH_DIGITS = 10;

  private final Disk disk;
  private final Path directory;
  private final TreeSet<OffsetAndEpoch> ids = new TreeSet<>();

  /// What others are being sent, piece by piece: read and checked once for all pieces. Gone with
  /// the last of them, and with the next snapshot.
  private @Nullable SnapshotBytes served;

  /// Rotten, and to be written anew under the same name or a later one.
  private @Nullable OffsetAndEpoch rotten;

  private int nextPart;

  private SnapshotFiles(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /// Finds what is there and deletes what was never finished.
  public static SnapshotFiles open(Disk disk, Path directory) throws IOException {
    var files = new SnapshotFiles(disk, directory);
    for (String name : disk.list(directory)) {
      if (name.endsWith(UNFINISHED)) {
        disk.delete(directory.resolve(name));
      } else if (name.endsWith(SUFFIX)) {
        files.ids.add(idOf(name));
      }
    }
    return files;
  }

  Optional<OffsetAndEpoch> latest() {
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.last());
  }

  Optional<OffsetAndEpoch> earliest() {
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.first());
  }

  boolean contains(OffsetAndEpoch id) {
    return ids.contains(id);
  }

  void add(OffsetAndEpoch id) {
    ids.add(id);
    served = null;
    if (rotten != null && rotten.compareTo(id) <= 0) {
      rotten = null;
    }
  }

  /// One that was found rotten since it was written; null if there is none.
  @Nullable OffsetAndEpoch rotten() {
    return rotten;
  }

  /// A snapshot from which pieces are sent to other nodes; empty if there is none of that id, or it
  /// has rotted.
  Optional<RawSnapshotReader> serve(OffsetAndEpoch id) throws IOException {
    SnapshotBytes known = served;
    if (id.equals(rotten)) {
      return Optional.empty();
    }
    if (known == null || !known.snapshotId().equals(id)) {
      try {
        known = load(id);
      } catch (DamagedLogException _) {
        rotten = id;
        return Optional.empty();
      }
      served = known;
    }
    return known == null ? Optional.empty() : Optional.of(new Served(known));
  }

  /// Whoever was sent the end has all of it.
  private final class Served implements RawSnapshotReader {
    private final SnapshotBytes whole;

    private Served(SnapshotBytes whole) {
      this.whole = whole;
    }

    @Override
    public OffsetAndEpoch snapshotId() {
      return whole.snapshotId();
    }

    @Override
    public long sizeInBytes() {
      return whole.sizeInBytes();
    }

    @Override
    public UnalignedRecords slice(long position, int size) {
      if (position + size >= whole.sizeInBytes() && served == whole) {
        served = null;
      }
      return whole.slice(position, size);
    }

    @Override
    public Records records() {
      return whole.records();
    }
  }

  /// Reads a whole snapshot into memory; empty if there is none of that id.
  ///
  /// @throws DamagedLogException if it has rotted: nobody, here or at another node, must take it in
  Optional<RawSnapshotReader> read(OffsetAndEpoch id) throws IOException {
    return Optional.ofNullable(load(id));
  }

  private @Nullable SnapshotBytes load(OffsetAndEpoch id) throws IOException {
    if (!ids.contains(id)) {
      return null;
    }
    try (DiskFile file = disk.open(directory.resolve(nameOf(id)))) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(bytes, 0);
      requireSound(file.path(), bytes.flip());
      return new SnapshotBytes(id, bytes);
    }
  }

  private static void requireSound(Path path, ByteBuffer bytes) throws DamagedLogException {
    int good = 0;
    long expectedOffset = 0;
    try {
      for (MutableRecordBatch batch : MemoryRecords.readableRecords(bytes.duplicate()).batches()) {
        batch.ensureValid();
        if (batch.baseOffset() != expectedOffset) {
          break;
        }
        good += batch.sizeInBytes();
        expectedOffset = batch.lastOffset() + 1;
      }
    } catch (CorruptRecordException | IllegalArgumentException _) {
      // Told below.
    }
    if (good < bytes.limit()) {
      throw new DamagedLogException("%s is damaged from byte %d on".formatted(path, good));
    }
  }

  /// Writes a new one; it is there under its name when it is frozen. The same may be under way
  /// twice: one that is written here, and one that comes from the leader.
  public RawSnapshotWriter write(OffsetAndEpoch id, Consumer<OffsetAndEpoch> onFrozen)
      throws IOException {
    return new NotifyingRawSnapshotWriter(
        new SnapshotWriting(
            disk, id, directory, nameOf(id), nameOf(id) + "." + nextPart++ + UNFINISHED),
        onFrozen);
  }

  /// Deletes all that are older than `id`.
  void deleteBefore(OffsetAndEpoch id) throws IOException {
    for (OffsetAndEpoch old : List.copyOf(ids.headSet(id))) {
      disk.delete(directory.resolve(nameOf(old)));
      ids.remove(old);
    }
    if (served != null && !ids.contains(served.snapshotId())) {
      served = null;
    }
  }

  static String nameOf(OffsetAndEpoch id) {
    return String.format(
            Locale.ROOT,
            "%0" + OFFSET_DIGITS + "d-%0" + EPOCH_DIGITS + "d",
            id.offset(),
            id.epoch())
        + SUFFIX;
  }

  private static OffsetAndEpoch idOf(String name) throws IOException {
    if (!name.matches("[0-9]{" + OFFSET_DIGITS + "}-[0-9]{" + EPOCH_DIGITS + "}\\" + SUFFIX)) {
      throw new DamagedLogException("not a snapshot's name: " + name);
    }
    return new OffsetAndEpoch(
        Long.parseLong(name.substring(0, OFFSET_DIGITS)),
        Integer.parseInt(name.substring(OFFSET_DIGITS + 1, OFFSET_DIGITS + 1 + EPOCH_DIGITS)));
  }
}
