package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads answers to Fetch version 11 about one partition of one topic.
final class FetchAnswer {

  private static final int BATCH_HEADER_BYTES = 61;
  private static final int BEFORE_BATCH_LENGTH = Long.BYTES;
  private static final int BEFORE_LAST_OFFSET_DELTA = 23;

  private FetchAnswer() {}

  /// Checks that the batches follow each other without a gap.
  ///
  /// @param answer without its length
  /// @return after the last whole batch; what was asked for, if there is none
  static long nextOffset(ByteBuffer answer, int topicBytes, long askedOffset) throws IOException {
    int partition = 4 + 4 + 2 + 4 + 4 + 2 + topicBytes + 4;
    int error = answer.getShort(partition + 4);
    if (error != 0) {
      throw new IOException("error " + error + " in an answer to Fetch at " + askedOffset);
    }
    int aborted = answer.getInt(partition + 6 + 24);
    int records = partition + 6 + 24 + 4 + Math.max(aborted, 0) * 16 + 4;
    int at = records + 4;
    int end = at + answer.getInt(records);
    long next = -1;
    while (end - at >= BATCH_HEADER_BYTES && end - at >= batchBytes(answer, at)) {
      long first = answer.getLong(at);
      if (first != next && (next >= 0 || first > askedOffset)) {
        throw new IOException("a batch at " + first + " in an answer to Fetch at " + askedOffset);
      }
      next = first + answer.getInt(at + BEFORE_LAST_OFFSET_DELTA) + 1;
      at += batchBytes(answer, at);
    }
    return next < 0 ? askedOffset : next;
  }

  private static int batchBytes(ByteBuffer answer, int batch) {
    return BEFORE_BATCH_LENGTH + Integer.BYTES + answer.getInt(batch + BEFORE_BATCH_LENGTH);
  }
}
