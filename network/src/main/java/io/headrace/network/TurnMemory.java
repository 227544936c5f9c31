package io.headrace.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// Where the bytes of a turn arrive. Connections without an unfinished frame all read into the same
/// block, one behind the other; frames are handed out where they lie. When the turn has ended, all
/// of it is used again.
///
/// Runs on: the reactor.
@SuppressWarnings("ReferenceEquality") // it is about which buffer, not about what is in it
final class TurnMemory {

  /// Also the most that one read brings.
  static final int BLOCK_BYTES = 256 << 10;

  /// A block with less room than this is full.
  private static final int MIN_READ_BYTES = 64 << 10;

  /// Received in one turn at most; sockets that are ready beyond it are read in the next.
  private static final int MAX_TURN_BYTES = 16 << 20;

  private static final int SIP_BYTES = 2 << 10;

  private final BufferPool pool;
  private final Runnable onUse;
  private final ArrayDeque<Runnable> releases = new ArrayDeque<>();
  private final ArrayDeque<ByteBuf> full = new ArrayDeque<>();
  private final ByteBuf first;
  private final ByteBuffer firstBytes;
  private ByteBuf block;
  private int turnBytes;

  /// @param onUse sees to it that [#endTurn] is called when the turn ends
  TurnMemory(BufferPool pool, Runnable onUse) {
    this.pool = pool;
    this.onUse = onUse;
    this.first = pool.take(BLOCK_BYTES);
    this.firstBytes = first.nioBuffer(0, BLOCK_BYTES);
    this.block = first;
  }

  /// A buffer with room for a read behind its writer index; one without room when the turn has
  /// brought enough.
  ByteBuf block() {
    onUse.run();
    if (block.writableBytes() >= MIN_READ_BYTES) {
      return block;
    }
    if (turnBytes >= MAX_TURN_BYTES) {
      return Unpooled.EMPTY_BUFFER;
    }
    turnBytes += BLOCK_BYTES;
    if (block != first) {
      full.add(block);
    }
    block = pool.take(BLOCK_BYTES);
    return block;
  }

  /// A small buffer of this turn, for when memory is scarce: a read brings no more than what the
  /// connection may then have to keep.
  ByteBuf sip() {
    onUse.run();
    if (turnBytes >= MAX_TURN_BYTES) {
      return Unpooled.EMPTY_BUFFER;
    }
    turnBytes += SIP_BYTES;
    ByteBuf sip = pool.take(SIP_BYTES);
    full.add(sip);
    return sip;
  }

  /// All of a buffer that [#block] or [#sip] gave.
  ByteBuffer bytesOf(ByteBuf buffer) {
    return buffer == first ? firstBytes : buffer.nioBuffer(0, buffer.capacity());
  }

  /// Runs `release` when nobody may use a frame of this turn any more.
  void afterTurn(Runnable release) {
    onUse.run();
    releases.add(release);
  }

  void endTurn() {
    if (block != first) {
      pool.give(block);
      block = first;
    }
    first.clear();
    for (ByteBuf each = full.poll(); each != null; each = full.poll()) {
      pool.give(each);
    }
    for (Runnable each = releases.poll(); each != null; each = releases.poll()) {
      each.run();
    }
    turnBytes = 0;
  }

  void close() {
    endTurn();
    pool.give(first);
  }
}
