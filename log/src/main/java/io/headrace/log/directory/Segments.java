package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.Damage;
import io.headrace.log.LogConfig;
import io.headrace.log.LogSlice;
import io.headrace.log.ReadRequest;
import io.headrace.log.journal.Swap;
import io.headrace.log.segment.BatchWalk;
import io.headrace.log.segment.ReadScratch;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentNames;
import io.headrace.log.segment.SegmentState;
import io.headrace.log.segment.SegmentState.IndexFiles;
import io.headrace.log.segment.Stretch;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.FileSlice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The segments of one log in the order of their offsets; the last is the active one.
final class Segments {

  private final PartitionId id;
  private final Path directory;
  private final LogContext context;
  private final List<Segment> all = new ArrayList<>(1);
  private boolean rollNext;
  private Runnable onLost = () -> {};

  Segments(PartitionId id, LogContext context) {
    this.id = id;
    this.directory = context.path().resolve(id.toString());
    this.context = context;
  }

  Path directory() {
    return directory;
  }

  List<Segment> all() {
    return all;
  }

  @Nullable Segment lastOrNull() {
    return all.isEmpty() ? null : all.getLast();
  }

  Segment active() {
    return all.getLast();
  }

  long sizeBytes() {
    long bytes = 0;
    for (int i = 0; i < all.size(); i++) {
      bytes += all.get(i).sizeBytes();
    }
    return bytes;
  }

  List<SegmentState> states() {
    List<SegmentState> states = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      states.add(all.get(i).state());
    }
    return states;
  }

  List<Stretch> damaged() {
    List<Stretch> damaged = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      damaged.addAll(all.get(i).damage().stretches());
    }
    return damaged;
  }

  /// No more batches go to the last segment, whatever its size.
  void rollNext() {
    rollNext = true;
  }

  /// Nor if all of it lies below `offset`: it can then be deleted whole.
  void rollIfBelow(long offset) {
    Segment active = lastOrNull();
    if (active != null && active.sizeBytes() > 0 && active.nextOffset() <= offset) {
      rollNext();
    }
  }

  boolean mustRoll(LogConfig config, RecordBatch batch, int bytes) {
    if (all.isEmpty() || rollNext) {
      return true;
    }
    Segment active = all.getLast();
    if (active.sizeBytes() == 0) {
      return batch.baseOffset() < active.baseOffset()
          || batch.lastOffset() - active.baseOffset() > Integer.MAX_VALUE;
    }
    return (long) active.sizeBytes() + bytes > config.segmentBytes()
        || batch.lastOffset() - active.baseOffset() > Integer.MAX_VALUE
        || batch.maxTimestamp() - active.firstTimestamp() > rollMs(config);
  }

  /// A segment that stayed active for long could not be compacted in time.
  private static long rollMs(LogConfig config) {
    return config.compact()
        ? Math.min(config.segmentMs(), config.compaction().maxLagMs())
        : config.segmentMs();
  }

  /// Begins a new active segment.
  Segment roll(long baseOffset) throws IOException {
    if (!all.isEmpty() && active().baseOffset() > baseOffset) {
      discardEmpty();
    }
    Segment segment = new Segment(context.files(), directory, baseOffset, this::onDamage);
    segment.handle().create();
    if (!all.isEmpty()) {
      all.getLast().seal();
    }
    all.add(segment);
    rollNext = false;
    return segment;
  }

  /// The active segment is empty, and what comes begins below it.
  private void discardEmpty() throws IOException {
    Segment empty = all.removeLast();
    empty.durability().onSynced();
    empty.handle().close();
    context.disk().delete(empty.handle().path());
  }

  /// Adds a segment of which nothing is known but its name.
  Segment found(long baseOffset) {
    Segment segment = new Segment(context.files(), directory, baseOffset, this::onDamage);
    all.add(segment);
    return segment;
  }

  /// Adds a segment that is known from the checkpoint.
  void known(SegmentState state) {
    all.add(new Segment(context.files(), directory, state, this::onDamage));
  }

  /// Adds a segment at the end.
  void add(Segment segment) {
    all.add(segment);
  }

  /// Takes out a segment that is not there.
  void forget(Segment segment) {
    all.remove(segment);
  }

  /// Puts a compacted segment in the place of those between two base offsets; returns it.
  Segment replace(Swap swap, long nextOffset) {
    var state =
        new SegmentState(
            swap.firstSegment(),
            nextOffset,
            swap.sizeBytes(),
            swap.maxTimestamp(),
            swap.maxTimestamp(),
            swap.offsetOfMaxTimestamp(),
            IndexFiles.NONE);
    var compacted = new Segment(context.files(), directory, state, this::onDamage);
    int from = indexOf(swap.firstSegment());
    all.subList(from, indexOf(swap.lastSegment()) + 1).clear();
    all.add(from, compacted);
    return compacted;
  }

  private void onDamage(Segment segment, Stretch stretch) {
    context
        .damage()
        .onDamage(
            new Damage(
                id,
                stretch.fromOffset(),
                stretch.toOffset(),
                segment.handle().path()
                    + " is damaged from byte "
                    + stretch.fromPosition()
                    + " to "
                    + stretch.toPosition()));
    if (!stretch.isEmpty()) {
      onLost.run();
    }
  }

  /// Hears when more is lost than before.
  void onLost(Runnable task) {
    onLost = task;
  }

  /// Reports a segment that the disk does not give back, or that cannot be compacted.
  void unreadable(Segment segment, IOException cause) {
    context
        .damage()
        .onDamage(
            new Damage(
                id,
                segment.baseOffset(),
                segment.nextOffset(),
                segment.handle().path() + ": " + cause.getMessage()));
  }

  /// Takes note that a stretch of a segment is lost, and reports it.
  void lose(Segment segment, Stretch stretch) {
    segment.damage().known(stretch);
    onDamage(segment, stretch);
  }

  /// Whether all of a group are here and none ends at or below `offset`.
  boolean hold(List<Segment> group, long offset) {
    return all.containsAll(group) && (group.isEmpty() || group.getFirst().nextOffset() > offset);
  }

  /// Takes out the segments that end at or below `offset`, but for an active one that is empty.
  List<Segment> removeBefore(long offset) {
    int count = 0;
    while (count < all.size()
        && (all.get(count).sizeBytes() > 0 || count < all.size() - 1)
        && all.get(count).nextOffset() <= offset) {
      count++;
    }
    List<Segment> gone = List.copyOf(all.subList(0, count));
    all.subList(0, count).clear();
    return gone;
  }

  /// Renames the files of segments that are gone, to be deleted after a while.
  void retire(List<Segment> gone, Deletions deletions, long delayMs) throws IOException {
    Disk disk = context.disk();
    for (Segment segment : gone) {
      segment.durability().onSynced();
      segment.handle().close();
      disk.delete(SegmentNames.offsetIndex(directory, segment.baseOffset()));
      disk.delete(SegmentNames.timeIndex(directory, segment.baseOffset()));
      Path file = segment.handle().path();
      if (disk.exists(file)) {
        Path renamed = directory.resolve(file.getFileName() + SegmentNames.DELETED);
        try {
          disk.rename(file, renamed);
          deletions.schedule(renamed, delayMs);
        } catch (NoSpaceException e) {
          disk.delete(file); // not even a longer name has room
        }
      }
    }
  }

  void close() throws IOException {
    for (Segment segment : all) {
      segment.durability().onSynced();
      segment.handle().close();
    }
  }

  /// The segment that holds `offset`, or the one before the gap it lies in; −1 if all begin later.
  int indexOf(long offset) {
    int low = 0;
    int high = all.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).baseOffset() <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  // hot: LogReadBenchmark
  @Nullable LogSlice read(ReadRequest request, long endOffset, ReadScratch scratch)
      throws IOException {
    Segment last = all.getLast();
    long nowNs = context.ports().clock().nowNs();
    FileSlice tail = last.lastWrite(request.offset(), endOffset, request.maxBytes(), nowNs);
    if (tail != null) {
      return new LogSlice(tail, request.offset(), last.nextOffset());
    }
    for (int i = Math.max(0, indexOf(request.offset())); i < all.size(); i++) {
      Segment segment = all.get(i);
      if (segment.seek(scratch, request.offset())) {
        return slice(segment, request, endOffset, scratch, nowNs);
      }
    }
    return null;
  }

  private @Nullable LogSlice slice(
      Segment segment, ReadRequest request, long endOffset, ReadScratch scratch, long nowNs)
      throws IOException {
    BatchWalk walk = scratch.walk();
    long baseOffset = walk.baseOffset();
    int position = (int) walk.position();
    int firstBytes = walk.sizeInBytes();
    long firstEnd = walk.lastOffset() + 1;
    if (firstEnd > endOffset || (firstBytes > request.maxBytes() && !request.orOneBatch())) {
      return null;
    }
    int end = position + firstBytes;
    long nextOffset = firstEnd;
    if (firstBytes < request.maxBytes()) {
      long maxPosition = (long) position + request.maxBytes();
      nextOffset =
          segment.seekEnd(
              scratch, position, segment.damage().firstFrom(position, maxPosition), endOffset);
      end = (int) scratch.walk().position();
    }
    int readable = segment.damage().readableTo(scratch, position, end, baseOffset, nowNs);
    if (readable == position) {
      segment.damage().requireReadable(Math.max(baseOffset, request.offset()));
      return read(request, endOffset, scratch);
    }
    if (readable < end) {
      nextOffset = segment.damage().offsetAt(readable);
    }
    return new LogSlice(segment.slice(position, readable - position), baseOffset, nextOffset);
  }
}
