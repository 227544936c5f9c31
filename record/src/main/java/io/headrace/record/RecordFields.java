package io.headrace.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one record whose bytes are all there. Never reads beyond them: once
/// something does not fit, [#endedWell] stays false and everything else reads as zero or null.
final class RecordFields {

  /// Two lengths of one byte each.
  static final int MIN_HEADER_BYTES = 2;

  private final ByteBuffer record;
  private boolean failed;

  RecordFields(ByteBuffer record) {
    this.record = record;
  }

  /// Whether everything made sense and nothing is left.
  boolean endedWell() {
    return !failed && !record.hasRemaining();
  }

  void fail() {
    failed = true;
  }

  void skipAttributes() {
    nextByte();
  }

  int readVarint() {
    int raw = 0;
    for (int shift = 0; shift < 7 * Varints.MAX_INT_BYTES; shift += 7) {
      int next = nextByte();
      raw |= (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return Varints.unzigzag(raw);
      }
    }
    failed = true;
    return 0;
  }

  long readVarlong() {
    long raw = 0;
    for (int shift = 0; shift < 7 * Varints.MAX_LONG_BYTES; shift += 7) {
      int next = nextByte();
      raw |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return Varints.unzigzag(raw);
      }
    }
    failed = true;
    return 0;
  }

  /// Length and bytes; null for the length -1.
  @Nullable ByteBuffer readBytes() {
    int length = readVarint();
    if (length < -1 || length > record.remaining()) {
      failed = true;
    }
    if (failed || length == -1) {
      return null;
    }
    ByteBuffer bytes = record.slice(record.position(), length);
    record.position(record.position() + length);
    return bytes;
  }

  /// How many things follow, each of which takes at least so many bytes.
  int readCount(int minimumBytesEach) {
    int count = readVarint();
    if (count < 0 || count > record.remaining() / minimumBytesEach) {
      failed = true;
    }
    return failed ? 0 : count;
  }

  private int nextByte() {
    if (!record.hasRemaining()) {
      failed = true;
      return 0;
    }
    return record.get();
  }
}
