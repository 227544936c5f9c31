package io.headrace.log.segment;

import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.Path;

/// Makes the indexes of a segment again from its batches, stepping over what is damaged.
public final class IndexRebuild {

  private static final int INTERVAL_BYTES = 4096;

  private final DiskFile file;
  private final long limit;
  private final OffsetIndex offsets = new OffsetIndex();
  private final TimeIndex times = new TimeIndex();

  IndexRebuild(DiskFile file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  /// The indexes of a file that belongs to nobody yet.
  public static IndexRebuild of(Disk disk, Path path, long baseOffset) throws IOException {
    try (DiskFile file = disk.open(path)) {
      var rebuild = new IndexRebuild(file, file.size());
      rebuild.run(new BatchSearch(), baseOffset, Long.MAX_VALUE);
      return rebuild;
    }
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
