package io.headrace.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Writes the primitive types of the protocol into memory that grows and is kept from one message
/// to the next.
public final class WireWriter {

  private static final int FIRST_CAPACITY = 512;
  private static final int MAX_VARINT_BYTES = 5;

  /// What is kept after a message that was larger.
  private static final int MAX_KEPT_BYTES = 64 * 1024;

  private ByteBuffer target = ByteBuffer.allocate(FIRST_CAPACITY);

  /// Begins anew: forgets what an answer that was never finished may have left.
  public void clear() {
    target.clear();
  }

  /// How much has been written since the last [#take].
  public int size() {
    return target.position();
  }

  /// What has been written, in a heap buffer of its own of just that size; the writer is empty
  /// then.
  public ByteBuffer take() {
    ByteBuffer taken = ByteBuffer.allocate(target.position()).put(target.flip()).flip();
    target =
        target.capacity() > MAX_KEPT_BYTES ? ByteBuffer.allocate(FIRST_CAPACITY) : target.clear();
    return taken;
  }

  public void writeInt8(int value) {
    reserve(Byte.BYTES).put((byte) value);
  }

  public void writeInt16(int value) {
    reserve(Short.BYTES).putShort((short) value);
  }

  public void writeInt32(int value) {
    reserve(Integer.BYTES).putInt(value);
  }

  public void writeInt64(long value) {
    reserve(Long.BYTES).putLong(value);
  }

  public void writeUnsignedVarint(int value) {
    ByteBuffer bytes = reserve(MAX_VARINT_BYTES);
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      bytes.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    bytes.put((byte) rest);
  }

  /// How many bytes [#writeUnsignedVarint] takes.
  public static int sizeOfUnsignedVarint(int value) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(value | 1);
    return (bits + 6) / 7;
  }

  /// The length of bytes or the count of an array, -1 for null.
  public void writeLength(Encoding encoding, int length) {
    if (encoding == Encoding.COMPACT) {
      writeUnsignedVarint(length + 1);
    } else {
      writeInt32(length);
    }
  }

  public void writeString(Encoding encoding, @Nullable String text) {
    byte[] utf8 = text == null ? null : text.getBytes(UTF_8);
    int length = utf8 == null ? WireReader.NULL : utf8.length;
    if (encoding == Encoding.COMPACT) {
      writeUnsignedVarint(length + 1);
    } else if (length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("a string of " + length + " bytes does not fit");
    } else {
      writeInt16(length);
    }
    if (utf8 != null) {
      reserve(utf8.length).put(utf8);
    }
  }

  /// Copies bytes from position to limit.
  public void writeBytes(ByteBuffer source) {
    reserve(source.remaining()).put(source);
  }

  /// Ends a structure that has no tagged fields set; nothing in a version that has none.
  public void writeNoTaggedFields(Encoding encoding) {
    if (encoding == Encoding.COMPACT) {
      writeInt8(0);
    }
  }

  private ByteBuffer reserve(int more) {
    if (more > target.remaining()) {
      int needed = Math.addExact(target.position(), more);
      target = ByteBuffer.allocate(Math.max(needed, 2 * target.capacity())).put(target.flip());
    }
    return target;
  }
}
