package io.headrace.record.compression;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/// Reads snappy as Kafka's clients write it: either in the framing of snappy-java (a header of 16
/// bytes, then blocks behind their lengths), or, as clients built on the C library do, one bare
/// block.
///
/// The library's own stream allocates whatever a length announces; this one does not, because a
/// snappy block inflates at most about 21 times (64 bytes out of 3).
final class SnappyCodec implements Codec {

  private static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

  /// Magic, version int32, oldest compatible version int32.
  private static final int HEADER_BYTES = 16;

  private static final int MAX_EXPANSION = 22;

  private final ByteBuffer source;
  private final PieceMemory memory;
  private final boolean framed;
  private byte[] heapBlock = new byte[0];

  SnappyCodec(ByteBuffer source, PieceMemory memory) {
    this.source = source;
    this.memory = memory;
    this.framed =
        source.remaining() >= HEADER_BYTES
            && ByteBuffer.wrap(MAGIC).equals(source.slice(0, MAGIC.length));
    if (framed) {
      source.position(HEADER_BYTES);
    }
  }

  /// A block; one that is empty is passed over.
  @Override
  public @Nullable ByteBuffer next() throws IOException {
    while (source.hasRemaining()) {
      ByteBuffer block = decompressed(framed ? nextLength() : source.remaining());
      if (block.hasRemaining()) {
        return block;
      }
    }
    return null;
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

  private ByteBuffer decompressed(int compressedBytes) throws IOException {
    ByteBuffer compressed = source.slice(source.position(), compressedBytes);
    source.position(source.position() + compressedBytes);
    if (!compressed.isDirect()) {
      return decompressedOnHeap(bytesOf(compressed));
    }
    ByteBuffer block = memory.of(checked(Snappy.uncompressedLength(compressed), compressedBytes));
    if (!block.isDirect()) {
      return decompressedOnHeap(bytesOf(compressed));
    }
    Snappy.uncompress(compressed, block);
    return block;
  }

  private ByteBuffer decompressedOnHeap(byte[] compressed) throws IOException {
    int bytes = checked(Snappy.uncompressedLength(compressed), compressed.length);
    if (heapBlock.length < bytes) {
      heapBlock = new byte[bytes];
    }
    int length = Snappy.uncompress(compressed, 0, compressed.length, heapBlock, 0);
    return ByteBuffer.wrap(heapBlock, 0, length);
  }

  private static byte[] bytesOf(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  private static int checked(int announced, int compressedBytes) throws IOException {
    if (announced < 0 || announced > (long) compressedBytes * MAX_EXPANSION) {
      throw new IOException("snappy: " + compressedBytes + " bytes announce " + announced);
    }
    return announced;
  }
}
