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

  @Nullable TimestampedOffset maxTimestamp(long endOffset) throws IOException {
    Segment youngest = null;
    for (Segment segment : segments.all()) {
      if (segment.maxTimestamp() >= 0
          && (youngest == null || segment.maxTimestamp() > youngest.maxTimestamp())) {
        youngest = segment;
      }
    }
    if (youngest == null || !youngest.seek(scratch, youngest.offsetOfMaxTimestamp())) {
      return null;
    }
    return search(youngest, scratch.walk(), youngest.maxTimestamp(), endOffset);
  }

  private @Nullable TimestampedOffset search(
      Segment segment, BatchWalk walk, long timestampMs, long endOffset) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(walk.sizeInBytes());
    segment.handle().file().read(bytes, walk.position());
    RecordBatch batch = RecordBatch.at(bytes.flip(), 0);
    try (var cursor = RecordCursor.over(batch, MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        boolean inRange = cursor.offset() >= startOffset && cursor.offset() < endOffset;
        if (inRange && cursor.timestamp() >= timestampMs) {
          return new TimestampedOffset(
              cursor.timestamp(), cursor.offset(), batch.partitionLeaderEpoch());
        }
      }
    }
    return null;
  }
}
