package io.headrace.log.segment;

import io.headrace.log.segment.SegmentState.IndexFiles;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The two sparse indexes of one segment: a young part in memory, the rest in Kafka's index files,
/// read when somebody asks for something old.
///
/// A gap in an index only makes a walk longer, so nothing here has to be complete; but what is
/// there must be right, so files are taken only as far as the checkpoint vouches for them.
final class SegmentIndex {

  private static final int OFFSET_ENTRY_BYTES = 8;
  private static final int TIME_ENTRY_BYTES = 12;

  private final Path directory;
  private final long baseOffset;
  private final OffsetIndex youngOffsets = new OffsetIndex();
  private final TimeIndex youngTimes = new TimeIndex();
  private IndexFiles stored;
  private @Nullable OffsetIndex oldOffsets;
  private @Nullable TimeIndex oldTimes;

  SegmentIndex(Path directory, long baseOffset, IndexFiles stored) {
    this.directory = directory;
    this.baseOffset = baseOffset;
    this.stored = stored;
  }

  IndexFiles stored() {
    return stored;
  }

  /// How many entries are in memory only.
  int youngCount() {
    return youngOffsets.count();
  }

  /// Gives back the memory of what can be read again.
  void unload() {
    oldOffsets = null;
    oldTimes = null;
  }

  int loadedBytes() {
    return stored.offsetEntries() * OFFSET_ENTRY_BYTES + stored.timeEntries() * TIME_ENTRY_BYTES;
  }

  void add(int relativeLastOffset, int position) {
    youngOffsets.add(relativeLastOffset, position);
  }

  void addTime(long timestamp, int relativeOffset) {
    youngTimes.add(timestamp, relativeOffset);
  }

  /// Whether what is in memory is enough to look for this offset.
  boolean isReadyFor(int relativeOffset) {
    return oldOffsets != null
        || stored.offsetEntries() == 0
        || youngOffsets.floorOfOffset(relativeOffset) >= 0;
  }

  /// Where a batch begins that ends at or before this offset, as late as is known; 0 if none is.
  int positionBefore(int relativeOffset) {
    int entry = youngOffsets.floorOfOffset(relativeOffset);
    if (entry >= 0) {
      return youngOffsets.positionOf(entry);
    }
    OffsetIndex old = oldOffsets;
    entry = old == null ? -1 : old.floorOfOffset(relativeOffset);
    return old == null || entry < 0 ? 0 : old.positionOf(entry);
  }

  /// Where a batch begins that lies at or before `position` and ends at or before the offset.
  int positionBefore(int relativeOffset, int position) {
    int entry =
        Math.min(
            youngOffsets.floorOfOffset(relativeOffset), youngOffsets.floorOfPosition(position));
    if (entry >= 0) {
      return youngOffsets.positionOf(entry);
    }
    OffsetIndex old = oldOffsets;
    if (old == null) {
      return 0;
    }
    entry = Math.min(old.floorOfOffset(relativeOffset), old.floorOfPosition(position));
    return entry < 0 ? 0 : old.positionOf(entry);
  }

  /// Where the young part begins; `otherwise` if it has no entries.
  int youngFrom(int otherwise) {
    return youngOffsets.count() == 0 ? otherwise : youngOffsets.positionOf(0);
  }

  /// All records up to this offset, relative to the base, are older than `timestamp`; −1 if that is
  /// known of none.
  int offsetBefore(long timestamp) {
    int offset = youngTimes.floorOffset(timestamp);
    TimeIndex old = oldTimes;
    return offset >= 0 || old == null ? offset : old.floorOffset(timestamp);
  }

  /// Reads the old part; false if the files are not what they were, and must be made again.
  boolean load(Disk disk) throws IOException {
    ByteBuffer offsets =
        read(disk, offsetFile(), stored.offsetEntries() * OFFSET_ENTRY_BYTES, stored.offsetCrc());
    ByteBuffer times =
        read(disk, timeFile(), stored.timeEntries() * TIME_ENTRY_BYTES, stored.timeCrc());
    if (offsets.remaining() < stored.offsetEntries() * OFFSET_ENTRY_BYTES
        || times.remaining() < stored.timeEntries() * TIME_ENTRY_BYTES) {
      return false;
    }
    var loadedOffsets = new OffsetIndex();
    while (offsets.hasRemaining()) {
      loadedOffsets.add(offsets.getInt(), offsets.getInt());
    }
    var loadedTimes = new TimeIndex();
    while (times.hasRemaining()) {
      loadedTimes.add(times.getLong(), times.getInt());
    }
    oldOffsets = loadedOffsets;
    oldTimes = loadedTimes;
    return true;
  }

  /// Puts an old part that was made again in the place of the lost one; in memory only if there is
  /// no room.
  void replaceOld(OffsetIndex offsets, TimeIndex times, Disk disk) throws IOException {
    stored = IndexFiles.NONE;
    try {
      append(disk, offsets, times);
    } catch (NoSpaceException e) {
      stored = IndexFiles.NONE;
    }
    oldOffsets = offsets;
    oldTimes = times;
  }

  /// The vouched-for part of an index file; nothing if it is missing or not what it should be.
  private static ByteBuffer read(Disk disk, Path path, int bytes, int checksum) throws IOException {
    ByteBuffer entries = ByteBuffer.allocate(bytes);
    if (bytes == 0 || !disk.exists(path)) {
      return entries.limit(0);
    }
    try (DiskFile file = disk.open(path)) {
      file.read(entries, 0);
    }
    entries.flip();
    boolean good = entries.limit() == bytes && IndexChecksum.of(0, entries) == checksum;
    return good ? entries : entries.limit(0);
  }

  /// Moves the young entries to the files, or leaves them in memory if there is no room. They are
  /// not synced: a cache may be lost.
  void store(Disk disk) throws IOException {
    try {
      append(disk, youngOffsets, youngTimes);
    } catch (NoSpaceException e) {
      return;
    }
    youngOffsets.clear();
    youngTimes.clear();
    unload();
  }

  private void append(Disk disk, OffsetIndex moreOffsets, TimeIndex moreTimes) throws IOException {
    ByteBuffer offsets = ByteBuffer.allocate(moreOffsets.count() * OFFSET_ENTRY_BYTES);
    for (int i = 0; i < moreOffsets.count(); i++) {
      offsets.putInt(moreOffsets.offsetOf(i)).putInt(moreOffsets.positionOf(i));
    }
    ByteBuffer times = ByteBuffer.allocate(moreTimes.count() * TIME_ENTRY_BYTES);
    for (int i = 0; i < moreTimes.count(); i++) {
      times.putLong(moreTimes.timestampOf(i)).putInt(moreTimes.offsetOf(i));
    }
    var before = stored;
    write(disk, offsetFile(), offsets.flip(), before.offsetEntries() * OFFSET_ENTRY_BYTES);
    write(disk, timeFile(), times.flip(), before.timeEntries() * TIME_ENTRY_BYTES);
    stored =
        new IndexFiles(
            before.offsetEntries() + moreOffsets.count(),
            IndexChecksum.of(before.offsetCrc(), offsets.rewind()),
            before.timeEntries() + moreTimes.count(),
            IndexChecksum.of(before.timeCrc(), times.rewind()));
  }

  /// A file that a power cut took away comes back with a hole in front: its checksum will not
  /// match, so that it is made again when it is wanted (simulated seed 25).
  private static void write(Disk disk, Path path, ByteBuffer entries, int position)
      throws IOException {
    boolean anew = position == 0 || !disk.exists(path);
    try (DiskFile file = anew ? disk.create(path) : disk.open(path)) {
      int end = position + entries.remaining();
      file.write(entries, position);
      file.truncate(end);
    }
  }

  /// Forgets young entries at and beyond a place; the files never have any that can be taken back.
  void truncate(int position, int relativeOffset) {
    youngOffsets.truncate(position);
    youngTimes.truncate(relativeOffset);
  }

  /// Another index of the same segment, in memory only, with the entries below a place; all of this
  /// one must be at hand.
  SegmentIndex below(int position, int relativeOffset) {
    var front = new SegmentIndex(directory, baseOffset, IndexFiles.NONE);
    if (oldOffsets != null && oldTimes != null) {
      front.addAll(oldOffsets, oldTimes);
    }
    front.addAll(youngOffsets, youngTimes);
    front.truncate(position, relativeOffset);
    return front;
  }

  private void addAll(OffsetIndex offsets, TimeIndex times) {
    for (int i = 0; i < offsets.count(); i++) {
      youngOffsets.add(offsets.offsetOf(i), offsets.positionOf(i));
    }
    for (int i = 0; i < times.count(); i++) {
      youngTimes.add(times.timestampOf(i), times.offsetOf(i));
    }
  }

  /// The largest timestamp that was added and not stored yet, −1 if there is none.
  long lastTimestamp() {
    return youngTimes.count() == 0 ? -1 : youngTimes.timestampOf(youngTimes.count() - 1);
  }

  /// The offset it belongs to, relative to the base.
  int lastTimeOffset() {
    return youngTimes.offsetOf(youngTimes.count() - 1);
  }

  private Path offsetFile() {
    return SegmentNames.offsetIndex(directory, baseOffset);
  }

  private Path timeFile() {
    return SegmentNames.timeIndex(directory, baseOffset);
  }
}
