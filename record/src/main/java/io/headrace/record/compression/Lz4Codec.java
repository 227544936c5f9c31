package io.headrace.record.compression;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;

/// Reads one LZ4 frame (LZ4 frame format 1.6) with independent blocks, the only kind that Kafka's
/// clients read.
///
/// The library's own stream allocates the largest block that the header announces, up to 4 MiB
/// twice for a few bytes; this one takes what the block at hand can become, 255 times at most.
final class Lz4Codec implements Codec {

  private static final int MAGIC = 0x184D2204;
  private static final int SMALLEST_HEADER_BYTES = 7;
  private static final int VERSION_MASK = 0xC0;
  private static final int VERSION_1 = 0x40;
  private static final int INDEPENDENT_BLOCKS_BIT = 0x20;
  private static final int BLOCK_CHECKSUM_BIT = 0x10;
  private static final int CONTENT_SIZE_BIT = 0x08;
  private static final int DICTIONARY_BIT = 0x01;
  private static final int RESERVED_BIT = 0x02;
  private static final int STORED_BIT = 0x80000000;
  private static final int MAX_EXPANSION = 255;

  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.fastestInstance().safeDecompressor();
  private static final XXHash32 HASH = XXHashFactory.fastestInstance().hash32();

  private final ByteBuffer source;
  private final PieceMemory memory;
  private final int maxBlockBytes;
  private final boolean blocksHaveChecksums;
  private boolean ended;

  Lz4Codec(ByteBuffer source, PieceMemory memory) throws IOException {
    this.source = source.order(ByteOrder.LITTLE_ENDIAN);
    this.memory = memory;
    if (source.remaining() < SMALLEST_HEADER_BYTES || source.getInt() != MAGIC) {
      throw new IOException("lz4: no frame begins here");
    }
    int descriptorAt = source.position();
    int flags = source.get();
    int blockSizes = source.get();
    if ((flags & VERSION_MASK) != VERSION_1 || (flags & INDEPENDENT_BLOCKS_BIT) == 0) {
      throw new IOException("lz4: frame flags " + flags + " are not supported");
    }
    if ((flags & (DICTIONARY_BIT | RESERVED_BIT)) != 0) {
      throw new IOException("lz4: frame flags " + flags + " are not supported");
    }
    maxBlockBytes = maxBlockBytes(blockSizes);
    blocksHaveChecksums = (flags & BLOCK_CHECKSUM_BIT) != 0;
    if ((flags & CONTENT_SIZE_BIT) != 0) {
      need(Long.BYTES + 1);
      source.getLong();
    }
    need(1);
    int descriptorBytes = source.position() - descriptorAt;
    int expected = (HASH.hash(source, descriptorAt, descriptorBytes, 0) >> 8) & 0xFF;
    if ((source.get() & 0xFF) != expected) {
      throw new IOException("lz4: the checksum of the frame header does not match");
    }
  }

  private static int maxBlockBytes(int blockSizes) throws IOException {
    int code = (blockSizes >> 4) & 0x7;
    if (code < 4 || (blockSizes & 0x8F) != 0) {
      throw new IOException("lz4: block size " + blockSizes + " is not known");
    }
    return 1 << (8 + 2 * code);
  }

  /// A block; one that is empty is passed over.
  @Override
  public @Nullable ByteBuffer next() throws IOException {
    while (!ended) {
      need(Integer.BYTES);
      int header = source.getInt();
      if (header == 0) {
        ended = true;
        return null;
      }
      ByteBuffer block = block(header & ~STORED_BIT, (header & STORED_BIT) != 0);
      if (block.hasRemaining()) {
        return block;
      }
    }
    return null;
  }

  private ByteBuffer block(int bytes, boolean stored) throws IOException {
    if (bytes > maxBlockBytes) {
      throw new IOException("lz4: a block of " + bytes + " is larger than " + maxBlockBytes);
    }
    need(bytes + (blocksHaveChecksums ? Integer.BYTES : 0));
    int blockAt = source.position();
    source.position(blockAt + bytes);
    if (blocksHaveChecksums && source.getInt() != HASH.hash(source, blockAt, bytes, 0)) {
      throw new IOException("lz4: the checksum of a block does not match");
    }
    return stored ? source.slice(blockAt, bytes) : decompressed(blockAt, bytes);
  }

  private ByteBuffer decompressed(int blockAt, int bytes) throws IOException {
    int mostBytes = (int) Math.min(maxBlockBytes, (long) bytes * MAX_EXPANSION);
    ByteBuffer block = memory.of(mostBytes);
    try {
      return block.limit(DECOMPRESSOR.decompress(source, blockAt, bytes, block, 0, mostBytes));
    } catch (LZ4Exception e) {
      throw new IOException("lz4: malformed block of " + bytes, e);
    }
  }

  private void need(int bytes) throws IOException {
    if (source.remaining() < bytes) {
      throw new IOException("lz4: " + bytes + " bytes expected, " + source.remaining() + " left");
    }
  }
}
