package io.headrace.log.segment;

import io.headrace.record.RecordBatch;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Walks over the headers of the batches in a file, reading ahead a few kilobytes at a time.
///
/// Only headers are looked at, and only as far as is needed not to lose the way: [#next] stops with
/// [Step#DAMAGED] where no sane header is. Used by one thread, again and again.
public final class BatchWalk {

  /// Where a walk stands after a step.
  public enum Step {
    /// On a batch with a sane header that ends before the limit.
    BATCH,
    /// At the limit.
    END,
    /// On bytes that are not the header of a batch, or on one that would end beyond the limit.
    DAMAGED
  }

  private static final int READ_AHEAD_BYTES = 8192;

  private final ByteBuffer window = ByteBuffer.allocateDirect(READ_AHEAD_BYTES);
  private @Nullable DiskFile file;
  private long windowAt;
  private long limit;
  private long nextAt;
  private int at;
  private long position;
  private int sizeInBytes;

  /// Begins anew in front of the batch at `position`; nothing at or beyond `limit` is read.
  public BatchWalk reset(DiskFile file, long position, long limit) {
    this.file = file;
    this.limit = limit;
    this.nextAt = position;
    this.position = position;
    this.sizeInBytes = 0;
    this.windowAt = position;
    window.limit(0);
    return this;
  }

  /// Moves to the next batch.
  public Step next() throws IOException {
    position = nextAt;
    if (position >= limit) {
      return Step.END;
    }
    if (limit - position < RecordBatch.HEADER_BYTES || !load()) {
      return Step.DAMAGED;
    }
    int length = window.getInt(at + RecordBatch.LENGTH_AT);
    long size = (long) length + RecordBatch.LOG_OVERHEAD_BYTES;
    boolean sane =
        length >= RecordBatch.HEADER_BYTES - RecordBatch.LOG_OVERHEAD_BYTES
            && position + size <= limit
            && window.get(at + RecordBatch.MAGIC_AT) == RecordBatch.MAGIC
            && window.getLong(at) >= 0
            && window.getInt(at + RecordBatch.LAST_OFFSET_DELTA_AT) >= 0;
    if (!sane) {
      return Step.DAMAGED;
    }
    sizeInBytes = (int) size;
    nextAt = position + size;
    return Step.BATCH;
  }

  private boolean load() throws IOException {
    if (position < windowAt || position + RecordBatch.HEADER_BYTES > windowAt + window.limit()) {
      window.clear();
      window.limit((int) Math.min(window.capacity(), limit - position));
      int bytes = Objects.requireNonNull(file, "reset first").read(window, position);
      window.limit(bytes);
      windowAt = position;
      if (bytes < RecordBatch.HEADER_BYTES) {
        return false;
      }
    }
    at = (int) (position - windowAt);
    return true;
  }

  /// Where the batch begins, or where the walk ended.
  public long position() {
    return position;
  }

  /// Leaves out everything up to there.
  void skipTo(long position) {
    nextAt = position;
  }

  /// Where the batch ends.
  public long endPosition() {
    return nextAt;
  }

  public int sizeInBytes() {
    return sizeInBytes;
  }

  public long baseOffset() {
    return window.getLong(at);
  }

  public long lastOffset() {
    return baseOffset() + window.getInt(at + RecordBatch.LAST_OFFSET_DELTA_AT);
  }

  public long maxTimestamp() {
    return window.getLong(at + RecordBatch.MAX_TIMESTAMP_AT);
  }

  /// The 61 bytes of the header are at [#headerAt] of this buffer, until the next step.
  public ByteBuffer header() {
    return window;
  }

  public int headerAt() {
    return at;
  }
}
