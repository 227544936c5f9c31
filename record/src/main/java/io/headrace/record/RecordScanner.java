package io.headrace.record;

import io.headrace.record.compression.Compression;
import io.headrace.record.compression.Decompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of a batch's records in order: read in place, or inflated a piece at a time.
///
/// Whatever the bytes say, it never reads outside the batch, never inflates more than its bound,
/// and never takes memory for bytes that have not come. Can be opened again and again, and keeps
/// its memory until [#close]; used by one thread.
final class RecordScanner {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Decompressor decompressor = new Decompressor();
  private ByteBuffer window = NOTHING;
  private int at;
  private int end;
  private boolean compressed;
  private long inflatedBytes;
  private long maxInflatedBytes;
  private long consumedBefore;
  private byte[] record = new byte[0];
  private @Nullable BatchDefect defect;

  /// Stands before the first byte of the batch's records; answers what is wrong already.
  @Nullable BatchDefect open(RecordBatch batch, int maxInflatedBytes) {
    end();
    defect = null;
    inflatedBytes = 0;
    this.maxInflatedBytes = maxInflatedBytes;
    Compression compression = batch.compressionOrNull();
    int from = batch.position() + RecordBatch.HEADER_BYTES;
    int bytes = batch.sizeInBytes() - RecordBatch.HEADER_BYTES;
    consumedBefore = -from;
    if (compression == Compression.NONE) {
      window = batch.buffer();
      at = from;
      end = from + bytes;
      return null;
    }
    consumedBefore = 0;
    if (compression == null) {
      return fail(BatchDefect.UNKNOWN_COMPRESSION);
    }
    compressed = true;
    try {
      decompressor.open(compression, batch.buffer().slice(from, bytes));
    } catch (IOException e) {
      return fail(BatchDefect.UNREADABLE_COMPRESSION);
    }
    return null;
  }

  /// What went wrong first, if anything.
  @Nullable BatchDefect defect() {
    return defect;
  }

  BatchDefect defectOr(BatchDefect other) {
    return defect == null ? other : defect;
  }

  /// How many bytes of records have been read or skipped.
  long consumed() {
    return consumedBefore + at;
  }

  /// The next byte as 0 to 255, or -1 at the end or after something went wrong.
  // hot: BatchCheckBenchmark
  int nextByte() {
    if (at == end && !refill()) {
      return -1;
    }
    return window.get(at++) & 0xFF;
  }

  /// A signed int in at most five bytes, of which it mostly takes one or two; 0 with [#defect] set
  /// if there is none.
  // hot: BatchCheckBenchmark
  int readVarint() {
    if (at + 1 < end) {
      int two = window.getShort(at);
      if (two >= 0) {
        at++;
        return Varints.unzigzag(two >>> 8);
      }
      if ((two & 0x80) == 0) {
        at += 2;
        return Varints.unzigzag((((two >>> 8) & 0x7F) | ((two << 7) & 0x3F80)));
      }
    }
    return readLongerVarint();
  }

  private int readLongerVarint() {
    int raw = 0;
    for (int shift = 0; shift < 7 * Varints.MAX_INT_BYTES; shift += 7) {
      int next = nextByte();
      if (next < 0) {
        break;
      }
      raw |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return Varints.unzigzag(raw);
      }
    }
    fail(BatchDefect.BAD_VARINT);
    return 0;
  }

  /// A signed long in at most ten bytes; 0 with [#defect] set if there is none.
  // hot: BatchCheckBenchmark
  long readVarlong() {
    if (at + 1 < end) {
      int two = window.getShort(at);
      if (two >= 0) {
        at++;
        return Varints.unzigzag((long) two >>> 8);
      }
      if ((two & 0x80) == 0) {
        at += 2;
        return Varints.unzigzag((long) (((two >>> 8) & 0x7F) | ((two << 7) & 0x3F80)));
      }
    }
    return readLongerVarlong();
  }

  private long readLongerVarlong() {
    long raw = 0;
    for (int shift = 0; shift < 7 * Varints.MAX_LONG_BYTES; shift += 7) {
      int next = nextByte();
      if (next < 0) {
        break;
      }
      raw |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return Varints.unzigzag(raw);
      }
    }
    fail(BatchDefect.BAD_VARINT);
    return 0;
  }

  /// Passes over so many bytes; false with [#defect] set if they are not there.
  // hot: BatchCheckBenchmark
  boolean skip(int bytes) {
    if (bytes <= end - at) {
      at += bytes;
      return true;
    }
    return skipBeyondTheWindow(bytes);
  }

  private boolean skipBeyondTheWindow(int bytes) {
    int left = bytes;
    while (left > end - at) {
      left -= end - at;
      at = end;
      if (!refill()) {
        fail(BatchDefect.BAD_RECORD_LENGTH);
        return false;
      }
    }
    at += left;
    return true;
  }

  /// Whether nothing is left, neither here nor in what could still be inflated.
  boolean isAtEnd() {
    return at == end && !refill();
  }

  /// The next record without its length, or null with [#defect] set. In a compressed batch the
  /// bytes are overwritten by the next call.
  @Nullable ByteBuffer readRecord() {
    int length = readVarint();
    if (defect != null) {
      return null;
    }
    if (length < 0) {
      fail(BatchDefect.BAD_RECORD_LENGTH);
      return null;
    }
    if (!compressed) {
      return skip(length) ? window.slice(at - length, length) : null;
    }
    return copyInflated(length);
  }

  /// Reads no more of this batch.
  void end() {
    window = NOTHING;
    at = 0;
    end = 0;
    compressed = false;
    try {
      decompressor.end();
    } catch (IOException e) {
      fail(BatchDefect.UNREADABLE_COMPRESSION);
    }
  }

  /// Frees what the codecs keep; the scanner can be opened again.
  void close() {
    end();
    try {
      decompressor.close();
    } catch (IOException e) {
      fail(BatchDefect.UNREADABLE_COMPRESSION);
    }
  }

  private @Nullable ByteBuffer copyInflated(int length) {
    int copied = 0;
    while (copied < length) {
      if (at == end && !refill()) {
        fail(BatchDefect.BAD_RECORD_LENGTH);
        return null;
      }
      int bytes = Math.min(length - copied, end - at);
      if (copied + bytes > record.length) {
        record = Arrays.copyOf(record, Math.max(copied + bytes, Math.min(length, 2 * copied)));
      }
      window.get(at, record, copied, bytes);
      at += bytes;
      copied += bytes;
    }
    return ByteBuffer.wrap(record, 0, length).slice();
  }

  private boolean refill() {
    if (!compressed || defect != null) {
      return false;
    }
    try {
      ByteBuffer piece = decompressor.next();
      if (piece == null) {
        return false;
      }
      inflatedBytes += piece.remaining();
      if (inflatedBytes > maxInflatedBytes) {
        fail(BatchDefect.INFLATES_TOO_FAR);
        return false;
      }
      consumedBefore += at - piece.position();
      window = piece;
      at = piece.position();
      end = piece.limit();
      return true;
    } catch (IOException e) {
      fail(BatchDefect.UNREADABLE_COMPRESSION);
      return false;
    }
  }

  /// Notes what is wrong unless something was before; reading on gives nothing.
  BatchDefect fail(BatchDefect found) {
    if (defect == null) {
      defect = found;
    }
    return defect;
  }
}
