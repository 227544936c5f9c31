package io.headrace.log.segment;

import io.headrace.record.RecordBatch;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Looks for sound batches in a file where the way from header to header is lost, and checks
/// batches in full.
public final class BatchSearch {

  private static final int WINDOW_BYTES = 256 << 10;

  private @Nullable DiskFile file;
  private long limit;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;

  /// Looks at another file, up to `limit`.
  public BatchSearch reset(DiskFile file, long limit) {
    this.file = file;
    this.limit = limit;
    window.limit(0);
    return this;
  }

  /// Whether a whole batch begins at `position`, its checksum matches, and its offsets lie in
  /// `[fromOffset, toOffset)`.
  public boolean isSound(long position, long fromOffset, long toOffset) throws IOException {
    if (limit - position < RecordBatch.HEADER_BYTES
        || !load(position, RecordBatch.HEADER_BYTES)
        || !looksSound(at(position), position, fromOffset, toOffset)) {
      return false;
    }
    int size = window.getInt(at(position) + RecordBatch.LENGTH_AT) + RecordBatch.LOG_OVERHEAD_BYTES;
    return load(position, size) && RecordBatch.at(window, at(position)).crcMatches();
  }

  private boolean looksSound(int at, long position, long fromOffset, long toOffset) {
    if (window.get(at + RecordBatch.MAGIC_AT) != RecordBatch.MAGIC) {
      return false;
    }
    long baseOffset = window.getLong(at);
    long size = window.getInt(at + RecordBatch.LENGTH_AT) + (long) RecordBatch.LOG_OVERHEAD_BYTES;
    int delta = window.getInt(at + RecordBatch.LAST_OFFSET_DELTA_AT);
    return baseOffset >= fromOffset
        && baseOffset < toOffset
        && delta >= 0
        && baseOffset + delta < toOffset
        && size >= RecordBatch.HEADER_BYTES
        && size <= limit - position;
  }

  /// The batch found sound last.
  public RecordBatch batch(long position) {
    return RecordBatch.at(window, at(position));
  }

  /// The first position at or after `position` where a sound batch begins; the limit if there is
  /// none.
  public long next(long position, long fromOffset, long toOffset) throws IOException {
    for (long at = position; at + RecordBatch.HEADER_BYTES <= limit; at++) {
      if (!load(at, RecordBatch.HEADER_BYTES)) {
        return limit;
      }
      if (looksSound(at(at), at, fromOffset, toOffset) && isSound(at, fromOffset, toOffset)) {
        return at;
      }
    }
    return limit;
  }

  private int at(long position) {
    return (int) (position - windowAt);
  }

  private boolean load(long position, int bytes) throws IOException {
    if (position >= windowAt && position + bytes <= windowAt + window.limit()) {
      return true;
    }
    if (window.capacity() < bytes) {
      window =
          bytes <= WINDOW_BYTES
              ? ByteBuffer.allocateDirect(WINDOW_BYTES)
              : ByteBuffer.allocate(bytes);
    }
    window.clear().limit((int) Math.min(window.capacity(), limit - position));
    int read = Objects.requireNonNull(file, "reset first").read(window, position);
    window.limit(read);
    windowAt = position;
    return read >= bytes;
  }
}
