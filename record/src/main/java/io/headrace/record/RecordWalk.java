package io.headrace.record;

import io.headrace.record.BatchRules.Keys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads every record of a batch without keeping any, and says what is wrong with the first bad
/// one, and which others have the same defect.
final class RecordWalk {

  private final RecordScanner scanner;
  private final List<Integer> blamed = new ArrayList<>();
  private @Nullable BatchDefect blame;
  private int recordIndex;
  private long maxTimestamp;

  RecordWalk(RecordScanner scanner) {
    this.scanner = scanner;
  }

  /// The records with the defect that the walk told of; none if the batch as a whole has it.
  List<Integer> blamed() {
    return blamed;
  }

  /// The largest timestamp of all records.
  long maxTimestamp() {
    return maxTimestamp;
  }

  // hot: BatchCheckBenchmark
  @Nullable BatchDefect run(RecordBatch batch, TimestampBounds bounds, Keys keys) {
    int count = batch.recordCount();
    long baseTimestamp = batch.baseTimestamp();
    maxTimestamp = RecordBatch.NO_TIMESTAMP;
    blame = null;
    blamed.clear();
    for (recordIndex = 0; recordIndex < count; recordIndex++) {
      BatchDefect defect = record(baseTimestamp, bounds, keys);
      if (defect != null && !goesOn(defect)) {
        return defect;
      }
    }
    if (blame != null) {
      return blame;
    }
    boolean atEnd = scanner.isAtEnd();
    return scanner.defect() != null || atEnd ? scanner.defect() : BatchDefect.TRAILING_BYTES;
  }

  /// Notes a bad record; whether those behind it can be read all the same.
  private boolean goesOn(BatchDefect defect) {
    if (!defect.leavesOthersReadable()) {
      blamed.clear();
      blamed.add(recordIndex);
      return false;
    }
    if (blame == null) {
      blame = defect;
    }
    if (defect == blame && blamed.size() < BatchVerdict.Refused.MAX_RECORDS) {
      blamed.add(recordIndex);
    }
    return true;
  }

  // hot: BatchCheckBenchmark
  private @Nullable BatchDefect record(long baseTimestamp, TimestampBounds bounds, Keys keys) {
    int length = scanner.readVarint();
    long end = scanner.consumed() + length;
    scanner.nextByte();
    long timestamp = baseTimestamp + scanner.readVarlong();
    int offsetDelta = scanner.readVarint();
    int keyLength = skipBytes(end);
    skipBytes(end);
    skipHeaders(end);
    if (scanner.defect() != null) {
      return scanner.defect();
    }
    if (scanner.consumed() != end) {
      return BatchDefect.BAD_RECORD_LENGTH;
    }
    if (offsetDelta != recordIndex) {
      return BatchDefect.BAD_OFFSET_DELTA;
    }
    if (keyLength == -1 && keys == Keys.REQUIRED) {
      return BatchDefect.MISSING_KEY;
    }
    maxTimestamp = Math.max(maxTimestamp, timestamp);
    return bounds.defectOf(timestamp);
  }

  /// Passes over a length and that many bytes, which must lie before `end`; answers the length.
  // hot: BatchCheckBenchmark
  private int skipBytes(long end) {
    int length = scanner.readVarint();
    if (length < -1 || length > end - scanner.consumed()) {
      scanner.fail(BatchDefect.BAD_RECORD_LENGTH);
    } else if (length > 0) {
      scanner.skip(length);
    }
    return length;
  }

  // hot: BatchCheckBenchmark
  private void skipHeaders(long end) {
    int count = scanner.readVarint();
    if (count < 0 || count > (end - scanner.consumed()) / RecordFields.MIN_HEADER_BYTES) {
      scanner.fail(BatchDefect.BAD_RECORD_LENGTH);
    }
    for (int i = 0; i < count && scanner.defect() == null; i++) {
      if (skipBytes(end) < 0) {
        scanner.fail(BatchDefect.BAD_RECORD_LENGTH);
      }
      skipBytes(end);
    }
  }
}
