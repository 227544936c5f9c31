package io.headrace.log.segment;

import io.headrace.log.DamagedDataException;
import io.headrace.log.segment.BatchWalk.Step;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// One segment of a log: a file of batches and what is known of its content.
///
/// ```
/// 0 ........ writtenBytes ....... sizeBytes
///   readable               batches appended in this turn, not yet in the file
/// ```
///
/// Runs on: the reactor.
public final class Segment {

  private final OpenFiles.Handle handle;
  private final long baseOffset;
  private final OffsetIndex offsetIndex = new OffsetIndex();
  private final TimeIndex timeIndex = new TimeIndex();
  private long nextOffset;
  private int sizeBytes;
  private int writtenBytes;
  private int indexedBytes;
  private long firstTimestamp = RecordBatch.NO_TIMESTAMP;
  private long maxTimestamp = RecordBatch.NO_TIMESTAMP;
  private long offsetOfMaxTimestamp = -1;

  public Segment(OpenFiles files, Path directory, long baseOffset) {
    this.handle = files.handle(SegmentNames.log(directory, baseOffset));
    this.baseOffset = baseOffset;
    this.nextOffset = baseOffset;
  }

  public OpenFiles.Handle handle() {
    return handle;
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

  /// Takes note of a batch that is appended.
  // hot
  public void append(RecordBatch batch, int indexIntervalBytes) {
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
      offsetIndex.add((int) (lastOffset - baseOffset), sizeBytes);
      timeIndex.add(maxTimestamp, (int) (offsetOfMaxTimestamp - baseOffset));
      indexedBytes = sizeBytes;
    }
    sizeBytes += bytes;
    nextOffset = lastOffset + 1;
  }

  /// Writes what was appended since the last call.
  public void write(ByteBuffer[] batches, int count) throws IOException {
    handle.file().write(batches, count, writtenBytes);
    writtenBytes = sizeBytes;
  }

  /// Learns a file's content from its batches; stops where there is none and returns the position.
  public int scan(BatchWalk walk, int indexIntervalBytes) throws IOException {
    DiskFile file = handle.file();
    walk.reset(file, sizeBytes, file.size());
    while (walk.next() == Step.BATCH) {
      append(walk.lastOffset(), walk.sizeInBytes(), walk.maxTimestamp(), indexIntervalBytes);
    }
    writtenBytes = sizeBytes;
    return sizeBytes;
  }

  /// Puts `walk` on the batch that holds `offset`, or the first after it; false if the file has
  /// neither.
  public boolean seek(BatchWalk walk, long offset) throws IOException {
    int relative = (int) Math.clamp(offset - baseOffset, 0, Integer.MAX_VALUE);
    int entry = offsetIndex.floorOfOffset(relative);
    int from = entry < 0 ? 0 : offsetIndex.positionOf(entry);
    walk.reset(handle.file(), from, writtenBytes);
    while (step(walk)) {
      if (walk.lastOffset() >= offset) {
        return true;
      }
    }
    return false;
  }

  /// Moves to the next batch; false at the end of the file.
  public boolean step(BatchWalk walk) throws IOException {
    return switch (walk.next()) {
      case BATCH -> true;
      case END -> false;
      case DAMAGED ->
          throw new DamagedDataException(
              handle.path() + " at " + walk.position(), baseOffset, nextOffset);
    };
  }

  /// Puts `walk` where whole batches from `from` on end at the latest without passing either bound:
  /// [BatchWalk#position] is that place. Returns the offset at which reading goes on from there.
  ///
  /// @param from the position of a batch
  public long seekEnd(BatchWalk walk, int from, long maxPosition, long endOffset)
      throws IOException {
    int lastPosition = (int) Math.min(maxPosition, writtenBytes);
    int relativeEnd = (int) Math.clamp(endOffset - 1 - baseOffset, 0, Integer.MAX_VALUE);
    int entry =
        Math.min(
            offsetIndex.floorOfPosition(lastPosition), offsetIndex.floorOfOffset(relativeEnd));
    int start = entry < 0 ? from : Math.max(from, offsetIndex.positionOf(entry));
    walk.reset(handle.file(), start, writtenBytes);
    long end = baseOffset;
    while (step(walk)) {
      if (walk.endPosition() > maxPosition || walk.lastOffset() >= endOffset) {
        return walk.baseOffset();
      }
      end = walk.lastOffset() + 1;
    }
    return end;
  }

  /// The offset from which to look for a record at or after this time: all before are older.
  public long floorOfTimestamp(long timestamp) {
    int relative = timeIndex.floorOffset(timestamp);
    return relative < 0 ? baseOffset : baseOffset + relative;
  }

  public FileSlice slice(int position, int length) throws IOException {
    return handle.file().slice(position, length);
  }

  /// What to return to when the appends of a turn cannot be written.
  public Mark mark() {
    return new Mark(
        nextOffset, writtenBytes, firstTimestamp, maxTimestamp, offsetOfMaxTimestamp);
  }

  public void reset(Mark mark) throws IOException {
    handle.file().truncate(mark.writtenBytes);
    nextOffset = mark.nextOffset;
    sizeBytes = mark.writtenBytes;
    writtenBytes = mark.writtenBytes;
    firstTimestamp = mark.firstTimestamp;
    maxTimestamp = mark.maxTimestamp;
    offsetOfMaxTimestamp = mark.offsetOfMaxTimestamp;
    offsetIndex.truncate(sizeBytes);
    timeIndex.truncate((int) Math.min(nextOffset - baseOffset, Integer.MAX_VALUE));
    indexedBytes = Math.min(indexedBytes, sizeBytes);
  }

  /// The state of a segment between two turns.
  public record Mark(
      long nextOffset,
      int writtenBytes,
      long firstTimestamp,
      long maxTimestamp,
      long offsetOfMaxTimestamp) {}
}
