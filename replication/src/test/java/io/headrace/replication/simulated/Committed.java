package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.record.RecordBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/// What anybody could read once: it must be the same for everybody and for ever.
final class Committed {

  /// By base offset; batches are compared without the epoch, which no reader sees.
  private final TreeMap<Long, Integer> batches = new TreeMap<>();

  private final TreeMap<Long, Integer> acknowledged = new TreeMap<>();

  long end() {
    return batches.isEmpty() ? 0 : batches.lastKey() + 1;
  }

  int count() {
    return acknowledged.size();
  }

  void acknowledged(long offset, int value) {
    Integer before = acknowledged.putIfAbsent(offset, value);
    assertThat(before).as("offset %d is given twice", offset).isIn(null, value);
    check(offset, value);
  }

  private void check(long offset, int value) {
    Integer read = batches.get(offset);
    if (read != null) {
      assertThat(read).as("the record at %d", offset).isEqualTo(value);
    }
  }

  /// Reads what is readable from `from` on; returns where that ends.
  long read(PartitionLog log, long from, long highWatermark) {
    long next = from;
    try {
      while (next < highWatermark) {
        LogSlice slice = log.read(new ReadRequest(next, highWatermark, 64 << 10, true));
        assertThat(slice).as("read at %d below %d", next, highWatermark).isNotNull();
        ByteBuffer bytes = ByteBuffer.allocate(slice.bytes().length());
        slice.bytes().read(bytes, 0);
        slice.bytes().release();
        bytes.flip();
        for (int at = 0; at < bytes.limit(); ) {
          RecordBatch batch = RecordBatch.at(bytes, at);
          assertThat(batch.baseOffset()).as("offsets are dense").isEqualTo(next);
          see(batch);
          next = batch.nextOffset();
          at += batch.sizeInBytes();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return next;
  }

  private void see(RecordBatch batch) {
    int value = batch.crc();
    Integer before = batches.putIfAbsent(batch.baseOffset(), value);
    if (before != null) {
      assertThat(value).as("committed at %d", batch.baseOffset()).isEqualTo(before);
    }
    Integer told = acknowledged.get(batch.baseOffset());
    if (told != null) {
      assertThat(value).as("acknowledged at %d", batch.baseOffset()).isEqualTo(told);
    }
  }

  /// Everything that was acknowledged, or read once, is in this log.
  void checkAllIn(PartitionLog log, long highWatermark) {
    long end =
        Math.max(
            batches.isEmpty() ? 0 : batches.lastKey() + 1,
            acknowledged.isEmpty() ? 0 : acknowledged.lastKey() + 1);
    assertThat(highWatermark).as("high watermark at the end").isGreaterThanOrEqualTo(end);
    read(log, log.startOffset(), highWatermark);
    acknowledged.forEach((offset, value) ->
        assertThat(batches.get(offset)).as("acknowledged at %d", offset).isEqualTo(value));
  }
}
