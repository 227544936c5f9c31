package io.headrace.cli.segment;

import io.headrace.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Walks over a segment file from part to part, past whatever is damaged.
///
/// A batch with a wrong checksum is stepped over by its length if that leads to another batch or to
/// the end of the file. Otherwise its length cannot be trusted, and the walk looks for the next
/// batch with a right checksum byte by byte.
final class SegmentWalk {

  private final ByteBuffer file;
  private int position;

  /// @param file the whole file, big-endian
  SegmentWalk(ByteBuffer file) {
    this.file = file;
  }

  /// The next part, or empty at the end of the file.
  Optional<SegmentPart> next() {
    if (position >= file.limit()) {
      return Optional.empty();
    }
    SegmentPart part = partAt(position);
    position += part.sizeBytes();
    return Optional.of(part);
  }

  private SegmentPart partAt(int start) {
    int size = RecordBatch.sizeAt(file, start);
    if (size > 0) {
      RecordBatch batch = RecordBatch.at(file, start);
      if (batch.crcMatches()) {
        return new SegmentPart.Whole(start, size, batch);
      }
      int behind = start + size;
      if (behind == file.limit() || RecordBatch.sizeAt(file, behind) > 0) {
        return new SegmentPart.Rotten(start, size, batch);
      }
    }
    int next = nextWholeBatch(start + 1);
    if (next == file.limit() && isZero(start)) {
      return new SegmentPart.Unwritten(start, next - start);
    }
    return new SegmentPart.Unreadable(start, next - start);
  }

  /// Where the next batch with a right checksum begins; the end of the file if there is none.
  private int nextWholeBatch(int from) {
    int lastStart = file.limit() - RecordBatch.HEADER_BYTES;
    for (int start = from; start <= lastStart; start++) {
      boolean looksRight =
          file.get(start + RecordBatch.MAGIC_AT) == RecordBatch.MAGIC
              && RecordBatch.sizeAt(file, start) > 0;
      if (looksRight && RecordBatch.at(file, start).crcMatches()) {
        return start;
      }
    }
    return file.limit();
  }

  private boolean isZero(int from) {
    for (int i = from; i < file.limit(); i++) {
      if (file.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
