package io.headrace.network;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Cuts what arrives on one connection into frames: four bytes of length, then as many bytes.
///
/// A connection without an unfinished frame owns no memory: it reads into the block of the turn.
/// What is unfinished at the end of a read moves into a buffer of its own, and the following reads
/// go straight there. That buffer grows with what has arrived, never with what was announced; only
/// a connection that has already sent a frame of some size gets a buffer of that size at once.
///
/// Runs on: the reactor.
@SuppressWarnings("ReferenceEquality") // it is about which buffer, not about what is in it
final class FrameReader {

  private static final int LENGTH_BYTES = 4;

  /// Given to every unfinished frame without proof.
  private static final int SMALL_BYTES = 4 << 10;

  /// The most that is given for having sent such a frame before.
  private static final int MAX_PROVEN_BYTES = 2 << 20;

  private final BufferPool pool;
  private final TurnMemory turnMemory;
  private final UnreadBudget budget;
  private final int maxFrameBytes;

  /// Holds what outlives its turn; its capacity is what is reserved of the budget.
  private @Nullable ByteBuf own;

  private int provenBytes = SMALL_BYTES;

  /// What has been read and not been handed out: `[start, end)` of `bytes`.
  private @Nullable ByteBuf source;

  private @Nullable ByteBuffer bytes;
  private int start;
  private int end;

  FrameReader(BufferPool pool, TurnMemory turnMemory, UnreadBudget budget, int maxFrameBytes) {
    this.pool = pool;
    this.turnMemory = turnMemory;
    this.budget = budget;
    this.maxFrameBytes = maxFrameBytes;
  }

  /// Where the next read goes: behind the writer index. The caller gets a reference of its own.
  ByteBuf target() {
    ByteBuf target = own;
    if (target == null) {
      target = budget.isSpent() ? turnMemory.sip() : turnMemory.block();
      start = target.writerIndex();
    }
    return target.retain();
  }

  /// A read has written to `target`.
  void onRead(ByteBuf target) {
    if (source != target || bytes == null) {
      source = target;
      bytes = turnMemory.bytesOf(target);
    }
    end = target.writerIndex();
  }

  /// The next complete frame, valid until the end of the turn; null if there is none, or none that
  /// can be ([#badLength]).
  // hot: SocketBenchmark
  @Nullable ByteBuffer next() {
    if (bytes == null || end - start < LENGTH_BYTES) {
      return null;
    }
    int length = bytes.getInt(start);
    if (length <= 0 || length > maxFrameBytes || length > end - start - LENGTH_BYTES) {
      return null;
    }
    ByteBuffer frame = bytes.slice(start + LENGTH_BYTES, length);
    start += LENGTH_BYTES + length;
    provenBytes = Math.max(provenBytes, Math.min(LENGTH_BYTES + length, MAX_PROVEN_BYTES));
    return frame;
  }

  /// Takes back the frame that [#next] gave last: it is the next one again.
  void putBack(ByteBuffer frame) {
    start -= LENGTH_BYTES + frame.capacity();
  }

  /// The announced length, when no frame can have it; else null.
  @Nullable Integer badLength() {
    if (bytes == null || end - start < LENGTH_BYTES) {
      return null;
    }
    int length = bytes.getInt(start);
    return length <= 0 || length > maxFrameBytes ? length : null;
  }

  /// Bytes that have arrived and are no part of a frame handed out.
  int unreadBytes() {
    return end - start;
  }

  /// Memory held beyond the turn.
  int ownBytes() {
    return own == null ? 0 : own.capacity();
  }

  /// Puts what is left where it outlives the turn, with room for the next read. Returns whether
  /// there is room: without it, reading must wait for the budget.
  boolean keepRest() {
    int unread = unreadBytes();
    if (unread == 0) {
      free();
      return true;
    }
    if (own == null || start > 0) {
      moveToNew(unread);
    }
    return hasRoom() || grow();
  }

  private boolean hasRoom() {
    return own != null && own.writableBytes() > 0;
  }

  /// Gives back all memory when the turn has ended.
  void free() {
    leaveOwn();
    source = null;
    bytes = null;
    start = 0;
    end = 0;
  }

  private void moveToNew(int unread) {
    int capacity = capacityFor(unread);
    if (!budget.tryReserve(capacity)) {
      capacity = unread;
      budget.reserve(capacity);
    }
    copyTo(capacity, unread);
  }

  private boolean grow() {
    int unread = unreadBytes();
    int capacity = capacityFor(unread);
    if (capacity <= unread) {
      return true; // complete frames, which are not delivered as long as the connection waits
    }
    if (!budget.tryReserve(capacity)) {
      return false;
    }
    copyTo(capacity, unread);
    return true;
  }

  private void copyTo(int capacity, int unread) {
    ByteBuf larger = pool.take(capacity);
    larger.writeBytes(nonNullBytes().slice(start, unread));
    leaveOwn();
    own = larger;
    source = larger;
    bytes = larger.nioBuffer(0, capacity);
    start = 0;
    end = unread;
  }

  /// Frames handed out in this turn may lie in it.
  private void leaveOwn() {
    ByteBuf left = own;
    if (left != null) {
      own = null;
      turnMemory.afterTurn(() -> {
        int capacity = left.capacity();
        pool.give(left);
        budget.giveBack(capacity);
      });
    }
  }

  private int capacityFor(int unread) {
    int wanted = unread < LENGTH_BYTES ? SMALL_BYTES : LENGTH_BYTES + nonNullBytes().getInt(start);
    if (wanted > provenBytes) {
      wanted = Math.min(wanted, Math.max(provenBytes, 2 * unread));
    }
    return Math.max(wanted, unread);
  }

  private ByteBuffer nonNullBytes() {
    if (bytes == null) {
      throw new IllegalStateException("nothing was read");
    }
    return bytes;
  }
}
