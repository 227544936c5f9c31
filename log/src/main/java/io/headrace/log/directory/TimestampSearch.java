package io.headrace.log.directory;

import io.headrace.log.TimestampedOffset;
import io.headrace.log.segment.BatchWalk;
import io.headrace.log.segment.ReadScratch;
import io.headrace.log.segment.Segment;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Finds records by their timestamps (KIP-79, KIP-734).
///
/// @param startOffset records below are not there any more
record TimestampSearch(Segments segments, ReadScratch scratch, long startOffset) {

  /// How far one batch may inflate while it is searched.
  private static final int MAX_INFLATED_BYTES = 1 << 28;

  @Nullable TimestampedOffset firstAtOrAfter(long timestampMs, long endOffset) throws IOException {
    for (Segment segment : segments.all()) {
      if (segment.maxTimestamp() < timestampMs || segment.nextOffset() <= startOffset) {
        continue;
      }
      BatchWalk walk = scratch.walk();
      long from = Math.max(startOffset, segment.floorOfTimestamp(scratch, timestampMs));
      for (boolean more = segment.seek(scratch, from); more; more = segment.step(walk)) {
        if (walk.baseOffset() >= endOffset) {
          return null;
        }
        if (walk.maxTimestamp() >= timestampMs) {
          TimestampedOffset found = search(segment, walk, timestampMs, endOffset);
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  /// The first record with the largest timestamp. Looks at the newest segments first: mostly theirs
  /// are the largest, and the others need not be read.
  @Nullable TimestampedOffset maxTimestamp(long endOffset) throws IOException {
    TimestampedOffset largest = null;
    for (Segment segment : segments.all().reversed()) {
      boolean mayHave = segment.maxTimestamp() >= 0 && segment.nextOffset() > startOffset;
      if (mayHave && (largest == null || segment.maxTimestamp() >= largest.timestampMs())) {
        TimestampedOffset found = maxTimestamp(segment, endOffset);
        if (found != null && (largest == null || found.timestampMs() >= largest.timestampMs())) {
          largest = found;
        }
      }
    }
    return largest;
  }

  /// Where the log begins within the segment, the record that has its largest timestamp may be
  /// deleted.
  private @Nullable TimestampedOffset maxTimestamp(Segment segment, long endOffset)
      throws IOException {
    BatchWalk walk = scratch.walk();
    if (segment.offsetOfMaxTimestamp() >= startOffset
        && segment.seek(scratch, segment.offsetOfMaxTimestamp())) {
      TimestampedOffset found = search(segment, walk, segment.maxTimestamp(), endOffset);
      if (found != null) {
        return found;
      }
    }
    return maxTimestampOfRest(segment, endOffset);
  }

  /// Headers say which batch it is in, so that only that one is read, and the one in which the log
  /// begins, of which they may speak of records that are deleted.
  private @Nullable TimestampedOffset maxTimestampOfRest(Segment segment, long endOffset)
      throws IOException {
    BatchWalk walk = scratch.walk();
    TimestampedOffset first = null;
    long most = -1;
    long mostAt = -1;
    for (boolean more = segment.seek(scratch, startOffset); more; more = segment.step(walk)) {
      if (walk.baseOffset() < startOffset) {
        first = maxTimestamp(segment, walk, endOffset);
      } else if (walk.maxTimestamp() > most) {
        most = walk.maxTimestamp();
        mostAt = walk.baseOffset();
      }
    }
    boolean isFirst = first != null && first.timestampMs() >= most;
    return isFirst || mostAt < 0 || !segment.seek(scratch, mostAt)
        ? first
        : maxTimestamp(segment, walk, endOffset);
  }

  private @Nullable TimestampedOffset maxTimestamp(Segment segment, BatchWalk walk, long endOffset)
      throws IOException {
    RecordBatch batch = read(segment, walk);
    TimestampedOffset largest = null;
    try (var cursor = RecordCursor.over(batch, MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        if (isInRange(cursor, endOffset)
            && (largest == null || cursor.timestamp() > largest.timestampMs())) {
          largest =
              new TimestampedOffset(
                  cursor.timestamp(), cursor.offset(), batch.partitionLeaderEpoch());
        }
      }
    }
    return largest;
  }

  private static RecordBatch read(Segment segment, BatchWalk walk) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(walk.sizeInBytes());
    segment.handle().file().read(bytes, walk.position());
    return RecordBatch.at(bytes.flip(), 0);
  }

  private boolean isInRange(RecordCursor record, long endOffset) {
    return record.offset() >= startOffset && record.offset() < endOffset;
  }

  private @Nullable TimestampedOffset search(
      Segment segment, BatchWalk walk, long timestampMs, long endOffset) throws IOException {
    RecordBatch batch = read(segment, walk);
    try (var cursor = RecordCursor.over(batch, MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        if (isInRange(cursor, endOffset) && cursor.timestamp() >= timestampMs) {
          return new TimestampedOffset(
              cursor.timestamp(), cursor.offset(), batch.partitionLeaderEpoch());
        }
      }
    }
    return null;
  }
}
