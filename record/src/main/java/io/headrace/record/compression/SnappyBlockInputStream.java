package io.headrace.record.compression;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;

/// Reads snappy as Kafka's clients write it: either in the framing of snappy-java (a header of 16
/// bytes, then blocks behind their lengths), or, as clients built on the C library do, one bare
/// block.
///
/// The library's own stream allocates whatever a length announces; this one does not, because a
/// snappy block inflates at most about 21 times (64 bytes out of 3).
final class SnappyBlockInputStream extends BlockInputStream {

  private static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

  /// Magic, version int32, oldest compatible version int32.
  private static final int HEADER_BYTES = 16;

  private static final int MAX_EXPANSION = 22;

  private final ByteBuffer source;
  private final boolean framed;

  SnappyBlockInputStream(ByteBuffer source) {
    this.source = source;
    this.framed =
        source.remaining() >= HEADER_BYTES
            && ByteBuffer.wrap(MAGIC).equals(source.slice(0, MAGIC.length));
    if (framed) {
      source.position(HEADER_BYTES);
    }
  }

  @Override
  int nextBlock() throws IOException {
    if (!source.hasRemaining()) {
      return -1;
    }
    return inflate(framed ? nextLength() : source.remaining());
  }

  private int nextLength() throws IOException {
    if (source.remaining() < Integer.BYTES) {
      throw new IOException("snappy: the length of a block is cut off");
    }
    int length = source.getInt();
    if (length <= 0 || length > source.remaining()) {
      throw new IOException("snappy: a block of " + length + " in " + source.remaining());
    }
    return length;
  }

  private int inflate(int compressedBytes) throws IOException {
    int from = source.position();
    source.position(from + compressedBytes);
    if (source.hasArray()) {
      return inflate(source.array(), source.arrayOffset() + from, compressedBytes);
    }
    byte[] copy = new byte[compressedBytes];
    source.get(from, copy);
    return inflate(copy, 0, compressedBytes);
  }

  private int inflate(byte[] compressed, int from, int compressedBytes) throws IOException {
    int bytes = Snappy.uncompressedLength(compressed, from, compressedBytes);
    if (bytes < 0 || bytes > (long) compressedBytes * MAX_EXPANSION) {
      throw new IOException("snappy: " + compressedBytes + " bytes announce " + bytes);
    }
    return Snappy.uncompress(compressed, from, compressedBytes, blockOf(bytes), 0);
  }
}
