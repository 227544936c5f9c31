package io.headrace.cli.produce;

import io.headrace.record.BatchBuilder;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordHeader;
import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The batches that are not full yet, one for each partition that has any.
///
/// Bounded: when all of them together reach [#MAX_OPEN_BYTES], all are closed. Belongs to the main
/// thread, except while that has lent it to the [Outbox].
final class Accumulator {

  /// Before compression, if that is larger than a single record.
  static final int BATCH_BYTES = 256 * 1024;

  static final long MAX_OPEN_BYTES = 16L * 1024 * 1024;

  private static final int RECORD_OVERHEAD_BYTES = 32;

  private final @Nullable Open[] open;
  private final int[] nextSequences;
  private final CompressionLevel compression;
  private final Identity identity;
  private final List<RecordHeader> headers;
  private final int headerBytes;
  private long openBytes;
  private long recordCount;

  Accumulator(
      int partitionCount,
      CompressionLevel compression,
      Identity identity,
      List<RecordHeader> headers) {
    this.open = new @Nullable Open[partitionCount];
    this.nextSequences = new int[partitionCount];
    this.compression = compression;
    this.identity = identity;
    this.headers = List.copyOf(headers);
    int bytes = 0;
    for (RecordHeader header : headers) {
      ByteBuffer value = header.value();
      bytes += header.key().remaining() + (value == null ? 0 : value.remaining()) + 10;
    }
    this.headerBytes = bytes;
  }

  /// Who writes: what InitProducerId gave, or nobody.
  record Identity(long producerId, short epoch) {
    static final Identity NONE =
        new Identity(RecordBatch.NO_PRODUCER_ID, RecordBatch.NO_PRODUCER_EPOCH);
  }

  /// A batch that takes records.
  private static final class Open {
    final BatchBuilder builder;
    final long firstRecord;

    Open(BatchBuilder builder, long firstRecord) {
      this.builder = builder;
      this.firstRecord = firstRecord;
    }
  }

  /// Adds a record, which is copied; hands over what had to be closed for it.
  // hot: ProduceVerbBenchmark
  void append(
      int partition,
      long nowMs,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      Consumer<Batch> closed) {
    int bytes =
        (key == null ? 0 : key.remaining())
            + (value == null ? 0 : value.remaining())
            + headerBytes
            + RECORD_OVERHEAD_BYTES;
    Open batch = open[partition];
    if (batch != null && batch.builder.sizeInBytes() + bytes > BATCH_BYTES) {
      closed.accept(close(partition, batch));
      batch = null;
    }
    if (openBytes > MAX_OPEN_BYTES) {
      closeAll().forEach(closed);
      batch = null;
    }
    recordCount++;
    if (batch == null) {
      batch = new Open(BatchBuilder.compressed(compression), recordCount);
      open[partition] = batch;
    }
    int before = batch.builder.sizeInBytes();
    batch.builder.append(nowMs, key, value, headers);
    openBytes += batch.builder.sizeInBytes() - before;
  }

  /// How many records were taken so far.
  long recordCount() {
    return recordCount;
  }

  /// The number of the oldest record in an open batch; [Long#MAX_VALUE] if there is none.
  long firstOpenRecord() {
    long first = Long.MAX_VALUE;
    for (Open batch : open) {
      if (batch != null) {
        first = Math.min(first, batch.firstRecord);
      }
    }
    return first;
  }

  /// Closes every batch that has records, in the order of their first ones.
  List<Batch> closeAll() {
    var closed = new ArrayList<Batch>();
    for (int partition = 0; partition < open.length; partition++) {
      Open batch = open[partition];
      if (batch != null) {
        closed.add(close(partition, batch));
      }
    }
    closed.sort(Comparator.comparingLong(Batch::firstRecord));
    return closed;
  }

  private Batch close(int partition, Open batch) {
    open[partition] = null;
    openBytes -= batch.builder.sizeInBytes() - RecordBatch.HEADER_BYTES;
    if (identity.producerId() != RecordBatch.NO_PRODUCER_ID) {
      int sequence = nextSequences[partition];
      batch.builder.producer(identity.producerId(), identity.epoch(), sequence);
      nextSequences[partition] = Sequence.after(sequence, batch.builder.recordCount());
    }
    return new Batch(partition, batch.firstRecord, batch.builder.build());
  }
}
