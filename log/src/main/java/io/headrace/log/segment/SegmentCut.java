package io.headrace.log.segment;

import io.headrace.log.DamagedDataException;
import io.headrace.log.segment.BatchWalk.Step;
import io.headrace.log.segment.SegmentState.IndexFiles;
import io.headrace.record.RecordBatch;
import java.io.IOException;

/// Where a segment is cut so that nothing at or above an offset stays in it, and what is left then.
/// The file is not touched.
public final class SegmentCut {

  private final Segment whole;
  private final ReadScratch scratch;
  private int position;
  private long endOffset;

  /// @param offset if it lies within a batch, or within damage, all of that goes
  public SegmentCut(Segment whole, long offset, ReadScratch scratch) throws IOException {
    this.whole = whole;
    this.scratch = scratch;
    try {
      boolean found = whole.seek(scratch, offset);
      position = found ? (int) scratch.walk().position() : whole.writtenBytes();
      endOffset = found ? Math.min(offset, scratch.walk().baseOffset()) : offset;
    } catch (DamagedDataException damaged) {
      for (Stretch stretch : whole.damage().stretches().reversed()) {
        if (stretch.contains(offset)) {
          position = stretch.fromPosition();
          endOffset = stretch.fromOffset();
        }
      }
    }
  }

  /// Where the file is to end.
  public int position() {
    return position;
  }

  /// What the log ends with then: the offset asked for, or less.
  public long endOffset() {
    return endOffset;
  }

  /// The part in front of the cut, as a segment of the same file.
  public Segment front() throws IOException {
    int relativeEnd = (int) Math.min(endOffset - whole.baseOffset(), Integer.MAX_VALUE);
    SegmentIndex index = whole.readyIndex(scratch, -1).below(position, relativeEnd);
    long timestamp = index.lastTimestamp();
    long offsetOfTimestamp = timestamp < 0 ? -1 : whole.baseOffset() + index.lastTimeOffset();
    BatchWalk walk =
        scratch.walk().reset(whole.handle().file(), index.positionBefore(relativeEnd), position);
    whole.damage().skipKnown(walk);
    while (walk.next() == Step.BATCH) {
      if (walk.maxTimestamp() > timestamp) {
        timestamp = walk.maxTimestamp();
        offsetOfTimestamp = walk.lastOffset();
      }
      whole.damage().skipKnown(walk);
    }
    var state =
        new SegmentState(
            whole.baseOffset(),
            endOffset,
            position,
            position == 0 ? RecordBatch.NO_TIMESTAMP : whole.firstTimestamp(),
            timestamp,
            offsetOfTimestamp,
            IndexFiles.NONE);
    return new Segment(whole, state, index);
  }
}
