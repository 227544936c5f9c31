package io.headrace.record;

import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;

/// Writes a batch again with another codec, for topics whose `compression.type` is not `producer`.
public final class BatchRewriter {

  private final int maxInflatedBytes;

  /// @param maxInflatedBytes how many bytes may come out of one compressed batch
  public BatchRewriter(int maxInflatedBytes) {
    this.maxInflatedBytes = maxInflatedBytes;
  }

  /// The same records, offsets, timestamps and producer in a new heap buffer.
  ///
  /// @throws DamagedBatchException if the batch cannot be read; one that [BatchCheck] accepted can
  public ByteBuffer recompress(RecordBatch batch, CompressionLevel target)
      throws DamagedBatchException {
    BatchBuilder builder = BatchBuilder.like(batch, target);
    try (RecordCursor cursor = RecordCursor.over(batch, maxInflatedBytes)) {
      while (cursor.next()) {
        builder.append(cursor);
      }
    }
    return builder.build();
  }
}
