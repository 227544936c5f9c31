package io.headrace.cli.produce;

import io.headrace.record.BatchBuilder;
import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;
import java.util.List;

/// Records of one partition on their way, with the sequence numbers they keep however often they
/// are sent.
///
/// @param firstRecord the number of the first record, counted from 1 over all partitions; of a part
///   of a batch that was split, no more than a lower bound
/// @param bytes the batch as it travels
record Batch(int partition, long firstRecord, ByteBuffer bytes) {

  private static final int MAX_INFLATED_BYTES = BatchBuilder.MAX_RECORD_BYTES;

  int recordCount() {
    return RecordBatch.at(bytes, 0).recordCount();
  }

  int sizeInBytes() {
    return bytes.remaining();
  }

  /// Two halves, for a topic that takes only smaller batches; sequence numbers stay with their
  /// records.
  List<Batch> split() {
    RecordBatch whole = RecordBatch.at(bytes, 0);
    int half = whole.recordCount() / 2;
    BatchBuilder first = builder(whole, whole.baseSequence());
    BatchBuilder second = builder(whole, Sequence.after(whole.baseSequence(), half));
    try (var cursor = RecordCursor.over(whole, MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        BatchBuilder target = first.recordCount() < half ? first : second;
        target.append(cursor.timestamp(), cursor.key(), cursor.value(), cursor.headers());
      }
    } catch (DamagedBatchException e) {
      throw new IllegalStateException("cannot read what was just written", e);
    }
    return List.of(
        new Batch(partition, firstRecord, first.build()),
        new Batch(partition, firstRecord, second.build()));
  }

  private static BatchBuilder builder(RecordBatch like, int sequence) {
    Compression compression =
        Compression.ofId(like.attributes() & RecordBatch.COMPRESSION_MASK).orElse(Compression.NONE);
    return BatchBuilder.compressed(CompressionLevel.defaultOf(compression))
        .producer(like.producerId(), like.producerEpoch(), sequence);
  }
}
