package io.headrace.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the primitive types of the protocol out of a frame from anybody.
///
/// It never reads beyond the bytes it was given and never throws for what they say. The first thing
/// that is wrong becomes the [#problem]; from then on every read gives zero or null, so a caller
/// may read on and ask once at the end, as long as its loops end by themselves. Counts are believed
/// only when so many elements of their smallest size fit in what is left.
public final class WireReader {

  /// How many elements all arrays of a request may have together.
  public static final int MAX_ELEMENTS = 1_000_000;

  /// How many tagged fields a request may have altogether.
  public static final int MAX_TAGGED_FIELDS = 10_000;

  /// The answer for the length of something that is null.
  public static final int NULL = -1;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int at;
  private int end;
  private int elements;
  private int taggedFields;
  private @Nullable String problem;

  /// Begins with these bytes, from position to limit; the buffer itself is not moved.
  public WireReader over(ByteBuffer bytes) {
    buffer = bytes;
    at = bytes.position();
    end = bytes.limit();
    elements = 0;
    taggedFields = 0;
    problem = null;
    return this;
  }

  /// What is wrong, null if nothing so far.
  public @Nullable String problem() {
    return problem;
  }

  public boolean isSound() {
    return problem == null;
  }

  /// Says what is wrong unless something was before; what is left counts as read.
  public void fail(String what) {
    if (problem == null) {
      problem = what + ", at byte " + at + " of " + end;
    }
    at = end;
  }

  public int position() {
    return at;
  }

  public int remaining() {
    return end - at;
  }

  /// Demands that all bytes have been read.
  public void expectEnd() {
    if (isSound() && at < end) {
      fail((end - at) + " bytes too many");
    }
  }

  public byte readInt8() {
    return skip(Byte.BYTES) ? buffer.get(at - Byte.BYTES) : 0;
  }

  public short readInt16() {
    return skip(Short.BYTES) ? buffer.getShort(at - Short.BYTES) : 0;
  }

  public int readInt32() {
    return skip(Integer.BYTES) ? buffer.getInt(at - Integer.BYTES) : 0;
  }

  public long readInt64() {
    return skip(Long.BYTES) ? buffer.getLong(at - Long.BYTES) : 0;
  }

  /// Passes over so many bytes; false if they are not there.
  public boolean skip(int bytes) {
    if (bytes > end - at) {
      fail("cut off");
      return false;
    }
    at += bytes;
    return true;
  }

  /// An unsigned number in at most five bytes and 31 bits.
  public int readUnsignedVarint() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = readInt8();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        if (value < 0 || (shift == 28 && next > 7)) {
          fail("a number beyond 31 bits");
          return 0;
        }
        return value;
      }
    }
    fail("a number without end");
    return 0;
  }

  /// The length of a string, which then follows, or [#NULL].
  public int readStringLength(Encoding encoding, Nulls nulls) {
    return checkLength(encoding == Encoding.COMPACT ? readCompact() : readInt16(), nulls);
  }

  /// The length of bytes or records, which then follow, or [#NULL].
  public int readBytesLength(Encoding encoding, Nulls nulls) {
    return checkLength(encoding == Encoding.COMPACT ? readCompact() : readInt32(), nulls);
  }

  /// The number of elements of an array, which then follow, or [#NULL] if that is allowed.
  ///
  /// @param minimumBytesEach what an element takes at least; more than 0
  public int readCount(Encoding encoding, Nulls nulls, int minimumBytesEach) {
    int count = encoding == Encoding.COMPACT ? readCompact() : readInt32();
    if (count < 0) {
      checkLength(count, nulls);
      return isSound() ? NULL : 0;
    }
    if (count > remaining() / minimumBytesEach) {
      fail("an array of " + count + " with " + remaining() + " bytes left");
      return 0;
    }
    elements += count;
    if (elements > MAX_ELEMENTS) {
      fail("more than " + MAX_ELEMENTS + " elements");
      return 0;
    }
    return count;
  }

  /// The number of tagged fields, each of which takes two bytes at least.
  public int readTaggedFieldCount() {
    int count = readUnsignedVarint();
    taggedFields += Math.min(count, MAX_TAGGED_FIELDS + 1);
    if (count > remaining() / 2 || taggedFields > MAX_TAGGED_FIELDS) {
      fail(count + " tagged fields with " + remaining() + " bytes left");
      return 0;
    }
    return count;
  }

  /// Passes over tagged fields that nobody here has a use for.
  public void skipTaggedFields() {
    int count = readTaggedFieldCount();
    for (int i = 0; i < count && isSound(); i++) {
      readUnsignedVarint();
      skip(readUnsignedVarint());
    }
  }

  public @Nullable String readString(Encoding encoding, Nulls nulls) {
    int length = readStringLength(encoding, nulls);
    if (length == NULL || !isSound()) {
      return null;
    }
    at += length;
    if (buffer.hasArray()) {
      return new String(buffer.array(), buffer.arrayOffset() + at - length, length, UTF_8);
    }
    byte[] copy = new byte[length];
    buffer.get(at - length, copy);
    return new String(copy, UTF_8);
  }

  /// Bytes or records as a view of the frame, which is not copied.
  public @Nullable ByteBuffer readBytes(Encoding encoding, Nulls nulls) {
    int length = readBytesLength(encoding, nulls);
    if (length == NULL || !isSound()) {
      return null;
    }
    at += length;
    return buffer.slice(at - length, length);
  }

  private int readCompact() {
    return readUnsignedVarint() - 1;
  }

  private int checkLength(int length, Nulls nulls) {
    boolean sane = length >= 0 ? length <= remaining() : length == NULL && nulls == Nulls.ALLOWED;
    if (!sane) {
      fail("a length of " + length + " with " + remaining() + " bytes left");
    }
    return isSound() ? length : NULL;
  }
}
