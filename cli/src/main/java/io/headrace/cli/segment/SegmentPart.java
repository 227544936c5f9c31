package io.headrace.cli.segment;

import io.headrace.record.RecordBatch;

/// A stretch of a segment file. The parts of a file cover every byte of it.
sealed interface SegmentPart {

  int position();

  int sizeBytes();

  /// A batch whose checksum is right.
  record Whole(int position, int sizeBytes, RecordBatch batch) implements SegmentPart {}

  /// A batch whose bytes are not those that were written. Its fields may be nonsense.
  record Rotten(int position, int sizeBytes, RecordBatch batch) implements SegmentPart {}

  /// Bytes that are no batch.
  record Unreadable(int position, int sizeBytes) implements SegmentPart {}

  /// Zeros up to the end of the file: room that nothing was written to yet.
  record Unwritten(int position, int sizeBytes) implements SegmentPart {}
}
