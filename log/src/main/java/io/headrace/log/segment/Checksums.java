package io.headrace.log.segment;

import io.headrace.record.RecordBatch;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Checks batches that follow each other, reading each byte once and a few hundred kilobytes at a
/// time, however large the batches are.
///
/// It says only how far all is well for certain; what is wrong behind that, if anything is, has to
/// be found by [BatchSearch]. Used by one thread, again and again.
public final class Checksums {

  /// What a processor keeps close to it.
  private static final int WINDOW_BYTES = 256 << 10;

  private final CRC32C crc = new CRC32C();
  private @Nullable DiskFile file;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;
  private long limit;
  private long at;
  private long soundTo;
  private long soundToOffset;

  /// Goes from `from`, where a batch begins, as far as batches are sound, follow each other, and
  /// end at or before `to`. Of a batch that leaves a gap before it, only the one behind tells
  /// whether it belongs there: if it is the last, it is left out.
  ///
  /// @param fromOffset no batch begins before this offset
  /// @param toOffset all batches end at or before this offset
  /// @return where the next batch should begin; [#soundToOffset] is the least offset it may have
  // hot: LogReadBenchmark
  long check(DiskFile file, int from, int to, long fromOffset, long toOffset) throws IOException {
    begin(file, from, to, fromOffset);
    long expected = fromOffset;
    while (limit - at >= RecordBatch.HEADER_BYTES && load(RecordBatch.HEADER_BYTES)) {
      long batchAt = at;
      int header = (int) (at - windowAt);
      long baseOffset = window.getLong(header);
      long nextOffset = baseOffset + window.getInt(header + RecordBatch.LAST_OFFSET_DELTA_AT) + 1L;
      boolean inOrder = baseOffset >= expected && nextOffset > baseOffset && nextOffset <= toOffset;
      if (!inOrder || !passSound(header)) {
        return soundTo;
      }
      boolean gap = baseOffset > expected;
      soundTo = gap ? batchAt : at;
      soundToOffset = gap ? expected : nextOffset;
      expected = nextOffset;
    }
    return soundTo;
  }

  private void begin(DiskFile file, int from, int to, long fromOffset) {
    this.file = file;
    this.limit = to;
    this.at = from;
    this.soundTo = from;
    this.soundToOffset = fromOffset;
    this.windowAt = from;
    window.limit(0);
  }

  /// Goes behind the batch whose header is at hand, if it is sound.
  private boolean passSound(int header) throws IOException {
    int length = window.getInt(header + RecordBatch.LENGTH_AT);
    boolean sane =
        length >= RecordBatch.HEADER_BYTES - RecordBatch.LOG_OVERHEAD_BYTES
            && length <= limit - at - RecordBatch.LOG_OVERHEAD_BYTES
            && window.get(header + RecordBatch.MAGIC_AT) == RecordBatch.MAGIC;
    if (!sane) {
      return false;
    }
    int sealed = window.getInt(header + RecordBatch.CRC_AT);
    long end = at + RecordBatch.LOG_OVERHEAD_BYTES + length;
    at += RecordBatch.ATTRIBUTES_AT;
    crc.reset();
    while (at < end) {
      if (!load(1)) {
        return false;
      }
      int begin = (int) (at - windowAt);
      int bytes = (int) Math.min(end - at, window.limit() - begin);
      crc.update(window.slice(begin, bytes));
      at += bytes;
    }
    return (int) crc.getValue() == sealed;
  }

  /// Sees to it that the next so many bytes are at hand; false if the file has not as many.
  private boolean load(int bytes) throws IOException {
    if (at + bytes <= windowAt + window.limit()) {
      return true;
    }
    if (window.capacity() == 0) {
      window = ByteBuffer.allocateDirect(WINDOW_BYTES);
    }
    window.clear().limit((int) Math.min(WINDOW_BYTES, limit - at));
    window.limit(Objects.requireNonNull(file, "begin first").read(window, at));
    windowAt = at;
    return window.limit() >= bytes;
  }

  /// What is sound ends before this offset.
  long soundToOffset() {
    return soundToOffset;
  }
}
