package io.headrace.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Batches and texts that the tests of this package share.
final class TestRecords {

  static final long NOW_MS = 1_700_000_000_000L;

  private TestRecords() {}

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }

  /// Three records with keys k0 to k2, values and headers.
  static ByteBuffer threeRecords(Compression compression) {
    var builder = BatchBuilder.compressed(CompressionLevel.defaultOf(compression));
    for (int i = 0; i < 3; i++) {
      builder.append(
          NOW_MS + i,
          bytes("k" + i),
          bytes("value of number " + i),
          List.of(RecordHeader.of("h", bytes("x")), RecordHeader.of("none", null)));
    }
    return builder.build();
  }

  /// Puts the right checksum on a batch that a test has tampered with.
  static ByteBuffer seal(ByteBuffer batch) {
    batch.putInt(RecordBatch.CRC_AT, RecordBatch.at(batch, batch.position()).computeCrc());
    return batch;
  }

  /// A batch with these bytes in place of records.
  static ByteBuffer batchOf(Compression compression, int recordCount, byte[] body) {
    ByteBuffer batch = ByteBuffer.allocate(RecordBatch.HEADER_BYTES + body.length);
    batch.put(BatchBuilder.plain().append(NOW_MS, null, null).build().limit(61));
    batch.put(body).flip();
    batch.putInt(RecordBatch.LENGTH_AT, batch.limit() - RecordBatch.LOG_OVERHEAD_BYTES);
    batch.putShort(RecordBatch.ATTRIBUTES_AT, (short) compression.id());
    batch.putInt(RecordBatch.LAST_OFFSET_DELTA_AT, recordCount - 1);
    batch.putInt(RecordBatch.RECORD_COUNT_AT, recordCount);
    return seal(batch);
  }

  static List<String> keysOf(RecordBatch batch) throws DamagedBatchException {
    List<String> keys = new ArrayList<>();
    try (var cursor = RecordCursor.over(batch, BatchRules.DEFAULT_MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        ByteBuffer key = cursor.key();
        keys.add(key == null ? "null" : text(key));
      }
    }
    return keys;
  }
}
