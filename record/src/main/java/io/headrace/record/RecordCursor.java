package io.headrace.record;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks over the records of one batch, decompressing on the way.
///
/// ```
/// try (var cursor = RecordCursor.over(batch, maxInflatedBytes)) {
///   while (cursor.next()) { ... cursor.key() ... }
/// }
/// ```
///
/// Keys, values and headers are views: of the batch itself, or, in a compressed batch, of memory
/// that the next call of [#next] overwrites.
public final class RecordCursor implements Closeable {

  private final RecordBatch batch;
  private final RecordScanner scanner;
  private final long baseOffset;
  private final long baseTimestamp;
  private final boolean logAppendTime;
  private final int recordCount;
  private int recordsRead;

  private long offset;
  private long timestamp;
  private @Nullable ByteBuffer key;
  private @Nullable ByteBuffer value;
  private List<RecordHeader> headers = List.of();

  private RecordCursor(RecordBatch batch, RecordScanner scanner) {
    this.batch = batch;
    this.scanner = scanner;
    this.baseOffset = batch.baseOffset();
    this.baseTimestamp = batch.baseTimestamp();
    this.logAppendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
    this.recordCount = batch.recordCount();
  }

  /// A cursor before the first record.
  ///
  /// @param maxInflatedBytes how many bytes may come out of a compressed batch
  /// @throws DamagedBatchException if the compressed bytes do not even begin well
  public static RecordCursor over(RecordBatch batch, int maxInflatedBytes)
      throws DamagedBatchException {
    var scanner = new RecordScanner();
    BatchDefect defect = scanner.open(batch, maxInflatedBytes);
    if (defect != null) {
      scanner.close();
      throw new DamagedBatchException(defect, batch.toString());
    }
    return new RecordCursor(batch, scanner);
  }

  /// Moves to the next record; false behind the last.
  ///
  /// @throws DamagedBatchException if the bytes of that record make no sense
  public boolean next() throws DamagedBatchException {
    if (recordsRead >= recordCount) {
      return false;
    }
    ByteBuffer record = scanner.readRecord();
    if (record == null) {
      throw damaged(scanner.defectOr(BatchDefect.BAD_RECORD_LENGTH));
    }
    var fields = new RecordFields(record);
    fields.skipAttributes();
    long timestampDelta = fields.readVarlong();
    long offsetDelta = fields.readVarint();
    key = fields.readBytes();
    value = fields.readBytes();
    headers = readHeaders(fields);
    if (!fields.endedWell()) {
      throw damaged(BatchDefect.BAD_RECORD_LENGTH);
    }
    offset = baseOffset + offsetDelta;
    timestamp = logAppendTime ? batch.maxTimestamp() : baseTimestamp + timestampDelta;
    recordsRead++;
    return true;
  }

  public long offset() {
    return offset;
  }

  public long timestamp() {
    return timestamp;
  }

  public @Nullable ByteBuffer key() {
    return key;
  }

  public @Nullable ByteBuffer value() {
    return value;
  }

  public List<RecordHeader> headers() {
    return headers;
  }

  /// Gives back what the codec holds outside of the heap.
  @Override
  public void close() {
    scanner.close();
  }

  private static List<RecordHeader> readHeaders(RecordFields fields) {
    int count = fields.readCount(RecordFields.MIN_HEADER_BYTES);
    if (count <= 0) {
      return List.of();
    }
    List<RecordHeader> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ByteBuffer name = fields.readBytes();
      ByteBuffer content = fields.readBytes();
      if (name == null) {
        fields.fail();
        return List.of();
      }
      headers.add(new RecordHeader(name, content));
    }
    return headers;
  }

  private DamagedBatchException damaged(BatchDefect defect) {
    return new DamagedBatchException(defect, "record " + recordsRead + " of " + batch);
  }
}
