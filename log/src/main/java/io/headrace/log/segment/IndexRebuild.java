package io.headrace.log.segment;

import io.headrace.record.RecordBatch;
import io.headrace.runtime.DiskFile;
import java.io.IOException;

/// Makes the indexes of a segment again from its batches, stepping over what is damaged.
final class IndexRebuild {

  private static final int INTERVAL_BYTES = 4096;

  private final DiskFile file;
  private final long limit;
  private final OffsetIndex offsets = new OffsetIndex();
  private final TimeIndex times = new TimeIndex();

  IndexRebuild(DiskFile file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  void run(BatchSearch search, long baseOffset, long nextOffset) throws IOException {
    search.reset(file, limit);
    long expected = baseOffset;
    long indexedAt = 0;
    long maxTimestamp = RecordBatch.NO_TIMESTAMP;
    long offsetOfMaxTimestamp = baseOffset;
    for (long at = 0; at < limit; ) {
      if (!search.isSound(at, expected, nextOffset)) {
        at = search.next(at + 1, expected, nextOffset);
        continue;
      }
      RecordBatch batch = search.batch(at);
      if (batch.maxTimestamp() > maxTimestamp) {
        maxTimestamp = batch.maxTimestamp();
        offsetOfMaxTimestamp = batch.lastOffset();
      }
      if (at - indexedAt > INTERVAL_BYTES) {
        offsets.add((int) (batch.lastOffset() - baseOffset), (int) at);
        times.add(maxTimestamp, (int) (offsetOfMaxTimestamp - baseOffset));
        indexedAt = at;
      }
      expected = batch.nextOffset();
      at += batch.sizeInBytes();
    }
  }

  OffsetIndex offsets() {
    return offsets;
  }

  TimeIndex times() {
    return times;
  }
}
