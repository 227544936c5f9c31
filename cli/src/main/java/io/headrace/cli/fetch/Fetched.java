package io.headrace.cli.fetch;

import io.headrace.cli.cluster.Header;
import io.headrace.cli.cluster.Source.Received;
import io.headrace.cli.cluster.Source.Visitor;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import io.headrace.record.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a leader gave of one partition: whole batches, and perhaps the beginning of another.
record Fetched(int partition, ErrorCode error, ByteBuffer records) {

  /// A batch may inflate to any size that fits in memory: the reader asked for it.
  private static final int MAX_INFLATED_BYTES = Integer.MAX_VALUE;

  /// The offset after the last whole batch, or `begin` if there is none.
  ///
  /// @throws Failure if there are bytes that are no batch
  long nextOffset(long begin) {
    long next = begin;
    int at = records.position();
    int size = RecordBatch.sizeAt(records, at);
    while (size > 0) {
      next = RecordBatch.at(records, at).lastOffset() + 1;
      at += size;
      size = RecordBatch.sizeAt(records, at);
    }
    if (size == RecordBatch.GARBAGE) {
      throw damaged("its format is not known", null);
    }
    return next;
  }

  /// Shows the records from an offset on; false if the visitor has enough.
  // hot: ConsumeVerbBenchmark
  boolean handOver(long begin, Visitor visitor) {
    int at = records.position();
    int size = RecordBatch.sizeAt(records, at);
    while (size > 0) {
      RecordBatch batch = RecordBatch.at(records, at);
      if (!batch.crcMatches()) {
        throw damaged(batch + " has a wrong checksum", null);
      }
      if (!batch.isControl() && !handOver(batch, begin, visitor)) {
        return false;
      }
      at += size;
      size = RecordBatch.sizeAt(records, at);
    }
    return true;
  }

  private boolean handOver(RecordBatch batch, long begin, Visitor visitor) {
    try (var cursor = RecordCursor.over(batch, MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        if (cursor.offset() >= begin && !visitor.onRecord(received(cursor))) {
          return false;
        }
      }
      return true;
    } catch (DamagedBatchException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private Received received(RecordCursor cursor) {
    return new Received(
        partition,
        cursor.offset(),
        cursor.timestamp(),
        copy(cursor.key()),
        copy(cursor.value()),
        headers(cursor.headers()));
  }

  private static List<Header> headers(List<RecordHeader> given) {
    if (given.isEmpty()) {
      return List.of();
    }
    var headers = new ArrayList<Header>(given.size());
    for (RecordHeader header : given) {
      byte[] value = copy(header.value());
      headers.add(new Header(header.name(), value == null ? new byte[0] : value));
    }
    return headers;
  }

  private static byte @Nullable [] copy(@Nullable ByteBuffer bytes) {
    if (bytes == null) {
      return null;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    return copy;
  }

  private Failure damaged(String why, @Nullable Throwable cause) {
    return new Failure(
        Exit.FAILED,
        "cannot read partition " + partition,
        "a batch came damaged: " + why,
        "headrace consume TOPIC --partition " + partition + " --from OFFSET, behind the damage",
        cause);
  }
}
