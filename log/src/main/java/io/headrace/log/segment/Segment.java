package io.headrace.log.segment;

import io.headrace.log.DamagedDataException;
import io.headrace.log.segment.BatchWalk.Step;
import io.headrace.log.segment.SegmentState.IndexFiles;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One segment of a log: a file of batches and what is known of its content.
///
/// ```
/// 0 ....................... writtenBytes ....... sizeBytes
///   in the file, checked when        batches appended in this
///   it is read, see [Trust]          turn, not yet in the file
/// ```
///
/// Runs on: the reactor.
public final class Segment {

  private final OpenFiles files;
  private final Path directory;
  private final OpenFiles.Handle handle;
  private final long baseOffset;
  private final SegmentDamage damage;
  private final SegmentDurability durability = new SegmentDurability();
  private @Nullable SegmentIndex index;
  private IndexFiles storedIndex = IndexFiles.NONE;
  private long nextOffset;
  private int sizeBytes;
  private int writtenBytes;
  private int indexedBytes;
  private final LastWrite lastWrite = new LastWrite();
  private long firstTimestamp = RecordBatch.NO_TIMESTAMP;
  private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
  private long offsetOfMaxTimestamp = -1;

  /// A segment of which nothing is known yet.
  public Segment(OpenFiles files, Path directory, long baseOffset, SegmentDamage.Listener hears) {
    this.files = files;
    this.directory = directory;
    this.handle = files.handle(SegmentNames.log(directory, baseOffset));
    this.baseOffset = baseOffset;
    this.nextOffset = baseOffset;
    this.damage = new SegmentDamage(this, hears);
  }

  /// A segment as a checkpoint describes it.
  public Segment(
      OpenFiles files, Path directory, SegmentState state, SegmentDamage.Listener hears) {
    this(files, directory, state.baseOffset(), hears);
    nextOffset = state.nextOffset();
    sizeBytes = state.sizeBytes();
    writtenBytes = sizeBytes;
    indexedBytes = sizeBytes;
    firstTimestamp = state.firstTimestamp();
    maxTimestamp = state.maxTimestamp();
    offsetOfMaxTimestamp = state.offsetOfMaxTimestamp();
    storedIndex = state.index();
    if (sizeBytes > 0) {
      durability.onNameDurable();
    }
  }

  /// The front part of a segment, in the same file.
  Segment(Segment whole, SegmentState state, SegmentIndex index) {
    this(whole.files, whole.directory, state, whole.damage.listener());
    this.index = index;
    durability.takeOver(whole.durability);
    for (Stretch stretch : whole.damage.stretches()) {
      if (stretch.fromPosition() < sizeBytes) {
        damage.known(stretch);
      }
    }
  }

  public SegmentState state() {
    return new SegmentState(
        baseOffset,
        nextOffset,
        writtenBytes,
        firstTimestamp,
        maxTimestamp,
        offsetOfMaxTimestamp,
        index == null ? storedIndex : index.stored());
  }

  public OpenFiles.Handle handle() {
    return handle;
  }

  public Path directory() {
    return directory;
  }

  public long baseOffset() {
    return baseOffset;
  }

  /// The offset after the last record appended.
  public long nextOffset() {
    return nextOffset;
  }

  public int sizeBytes() {
    return sizeBytes;
  }

  public int writtenBytes() {
    return writtenBytes;
  }

  /// The largest timestamp in it, −1 if it has none.
  public long maxTimestamp() {
    return maxTimestamp;
  }

  /// The last offset of the first batch that has [#maxTimestamp].
  public long offsetOfMaxTimestamp() {
    return offsetOfMaxTimestamp;
  }

  /// The max timestamp of its first batch: what `segment.ms` counts from.
  public long firstTimestamp() {
    return firstTimestamp;
  }

  public SegmentDamage damage() {
    return damage;
  }

  public SegmentDurability durability() {
    return durability;
  }

  /// Takes note of a batch that is appended.
  // hot: GroupCommitBenchmark
  public void append(RecordBatch batch, int indexIntervalBytes) {
    if (sizeBytes == writtenBytes) {
      lastWrite.begin(batch.baseOffset(), writtenBytes);
    }
    append(batch.lastOffset(), batch.sizeInBytes(), batch.maxTimestamp(), indexIntervalBytes);
  }

  private void append(long lastOffset, int bytes, long timestamp, int indexIntervalBytes) {
    if (sizeBytes == 0) {
      firstTimestamp = timestamp;
    }
    if (timestamp > maxTimestamp) {
      maxTimestamp = timestamp;
      offsetOfMaxTimestamp = lastOffset;
    }
    if (sizeBytes - indexedBytes > indexIntervalBytes) {
      index().add((int) (lastOffset - baseOffset), sizeBytes);
      index().addTime(maxTimestamp, (int) (offsetOfMaxTimestamp - baseOffset));
      indexedBytes = sizeBytes;
    }
    sizeBytes += bytes;
    nextOffset = lastOffset + 1;
  }

  private SegmentIndex index() {
    SegmentIndex existing = index;
    if (existing == null) {
      existing = new SegmentIndex(directory, baseOffset, storedIndex);
      index = existing;
    }
    return existing;
  }

  /// Writes what was appended since the last call.
  public void write(ByteBuffer[] batches, int count) throws IOException {
    handle.file().write(batches, count, writtenBytes);
    writtenBytes = sizeBytes;
    lastWrite.end(writtenBytes);
  }

  /// Takes note that the appended batches are in the file already.
  public void alreadyWritten() {
    writtenBytes = sizeBytes;
  }

  /// The segment will never end before `offset`, though the batches up to there are lost.
  public void extendTo(long offset) {
    nextOffset = Math.max(nextOffset, offset);
  }

  /// The segment goes on at `position`, though what lies before is lost.
  public void growTo(int position) {
    sizeBytes = Math.max(sizeBytes, position);
    writtenBytes = sizeBytes;
  }

  /// Puts the walk on the batch that holds `offset`, or the first after it; false if the file has
  /// neither.
  ///
  /// @throws DamagedDataException if the offset cannot be read
  // hot: LogReadBenchmark
  public boolean seek(ReadScratch scratch, long offset) throws IOException {
    damage.requireReadable(offset);
    int relative = (int) Math.clamp(offset - baseOffset, 0, Integer.MAX_VALUE);
    SegmentIndex ready = readyIndex(scratch, relative);
    int from = ready.positionBefore(relative);
    BatchWalk walk = scratch.walk().reset(handle.file(), from, writtenBytes);
    long expected = -1;
    while (true) {
      damage.skipKnown(walk);
      Step step = walk.next();
      if (step == Step.END) {
        damage.requireReadable(offset, nextOffset);
        return false;
      }
      boolean sane =
          step == Step.BATCH && walk.baseOffset() >= expected && walk.lastOffset() < nextOffset;
      boolean found = sane && walk.lastOffset() >= offset;
      if (found && (walk.baseOffset() <= offset || damage.isInOrder(scratch.search(), walk))) {
        damage.requireReadable(offset, walk.baseOffset());
        return true;
      }
      if (!sane || found) {
        damage.find(scratch.search(), from == 0 ? 0 : ready.positionBefore(relative, from - 1));
        damage.requireReadable(offset);
        walk.reset(handle.file(), from, writtenBytes);
        expected = -1;
      } else {
        expected = walk.lastOffset() + 1;
      }
    }
  }

  /// Moves to the next batch; false at the end of the file or where it is damaged.
  public boolean step(BatchWalk walk) throws IOException {
    damage.skipKnown(walk);
    return walk.next() == Step.BATCH;
  }

  /// Puts the walk where whole batches from `from` on end at the latest without passing either
  /// bound: [BatchWalk#position] is that place. Returns the offset at which reading goes on.
  ///
  /// @param from the position of a batch
  public long seekEnd(ReadScratch scratch, int from, long maxPosition, long endOffset)
      throws IOException {
    int lastPosition = (int) Math.min(maxPosition, writtenBytes);
    int relativeEnd = (int) Math.clamp(endOffset - 1 - baseOffset, 0, Integer.MAX_VALUE);
    SegmentIndex ready = readyIndex(scratch, relativeEnd);
    int start = Math.max(from, ready.positionBefore(relativeEnd, lastPosition));
    BatchWalk walk = scratch.walk().reset(handle.file(), start, writtenBytes);
    long end = walkToEnd(walk, maxPosition, endOffset);
    if (end < 0) {
      // What the index points to is damaged: from the first batch on the way is known.
      end = walkToEnd(walk.reset(handle.file(), from, writtenBytes), maxPosition, endOffset);
    }
    return end;
  }

  /// −1 if not even one batch can be read. The header behind the end is only believed if there is
  /// nothing else: it may be damaged.
  private long walkToEnd(BatchWalk walk, long maxPosition, long endOffset) throws IOException {
    long end = -1;
    while (walk.next() == Step.BATCH) {
      if (walk.endPosition() > maxPosition || walk.lastOffset() >= endOffset) {
        boolean believed = walk.baseOffset() > baseOffset && walk.baseOffset() <= nextOffset;
        return end < 0 && believed ? walk.baseOffset() : end;
      }
      end = walk.lastOffset() + 1;
    }
    return end;
  }

  /// The offset from which to look for a record at or after this time: all before are older.
  public long floorOfTimestamp(ReadScratch scratch, long timestamp) throws IOException {
    int relative = readyIndex(scratch, 0).offsetBefore(timestamp);
    return relative < 0 ? baseOffset : baseOffset + relative;
  }

  /// What the last write brought, if a reader from `offset` on is to get just that: it is found
  /// without a look at the file. Else null.
  // hot: LogReadBenchmark
  public @Nullable FileSlice lastWrite(long offset, long endOffset, int maxBytes, long nowNs)
      throws IOException {
    int bytes = lastWrite.bytesFrom(offset, writtenBytes);
    boolean whole = bytes > 0 && bytes <= maxBytes && endOffset >= nextOffset;
    int position = lastWrite.position();
    return whole && damage.isTrusted(position, nowNs) ? slice(position, bytes) : null;
  }

  public FileSlice slice(int position, int length) throws IOException {
    return handle.file().slice(position, length);
  }

  SegmentIndex readyIndex(ReadScratch scratch, int relativeOffset) throws IOException {
    SegmentIndex ready = index();
    if (!ready.isReadyFor(relativeOffset)) {
      if (!ready.load(files.disk())) {
        rebuild(ready, scratch.search());
      }
      files.indexes().add(ready);
    }
    return ready;
  }

  private void rebuild(SegmentIndex lost, BatchSearch search) throws IOException {
    var rebuilt = new IndexRebuild(handle.file(), lost.youngFrom(writtenBytes));
    rebuilt.run(search, baseOffset, nextOffset);
    lost.replaceOld(rebuilt.offsets(), rebuilt.times(), files.disk());
  }

  /// Takes over indexes that were made elsewhere, and stores them.
  public void install(IndexRebuild made) throws IOException {
    SegmentIndex fresh = new SegmentIndex(directory, baseOffset, IndexFiles.NONE);
    fresh.replaceOld(made.offsets(), made.times(), files.disk());
    storedIndex = fresh.stored();
    index = null;
  }

  /// Moves index entries from memory to the files if there are at least `minEntries`.
  public void storeIndex(int minEntries) throws IOException {
    if (index != null && index.youngCount() >= minEntries) {
      index.store(files.disk());
      storedIndex = index.stored();
    }
  }

  /// No more batches will come: the indexes are completed and leave the memory.
  public void seal() throws IOException {
    if (maxTimestamp >= 0) {
      index().addTime(maxTimestamp, (int) (offsetOfMaxTimestamp - baseOffset));
    }
    storeIndex(0);
    if (index != null && index.youngCount() == 0) {
      index = null;
    }
  }

  /// What to return to when the appends of a turn cannot be written.
  public Mark mark() {
    return new Mark(nextOffset, writtenBytes, firstTimestamp, maxTimestamp, offsetOfMaxTimestamp);
  }

  /// Undoes what came since; returns whether something of it had got into the file and was cut off:
  /// until that is synced, a power cut may bring it back.
  public boolean reset(Mark mark) throws IOException {
    DiskFile file = handle.file();
    boolean isCut = file.size() > mark.writtenBytes;
    if (isCut) {
      file.truncate(mark.writtenBytes);
    }
    nextOffset = mark.nextOffset;
    sizeBytes = mark.writtenBytes;
    writtenBytes = mark.writtenBytes;
    firstTimestamp = mark.firstTimestamp;
    maxTimestamp = mark.maxTimestamp;
    offsetOfMaxTimestamp = mark.offsetOfMaxTimestamp;
    index().truncate(sizeBytes, (int) Math.min(nextOffset - baseOffset, Integer.MAX_VALUE));
    indexedBytes = Math.min(indexedBytes, sizeBytes);
    return isCut;
  }

  /// The state of a segment between two turns.
  public record Mark(
      long nextOffset,
      int writtenBytes,
      long firstTimestamp,
      long maxTimestamp,
      long offsetOfMaxTimestamp) {}
}
