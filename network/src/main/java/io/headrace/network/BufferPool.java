package io.headrace.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Keeps the buffers of large requests for the next ones.
///
/// Netty's allocator gives a chunk back to the system as soon as nothing of it is in use, and a new
/// one comes full of zeroes: with requests of a megabyte that would be done for each of them. What
/// is kept here goes back only after it has not been needed for a while.
///
/// Runs on: the reactor.
final class BufferPool {

  private static final int SMALLEST_SHIFT = 16;
  private static final int LARGEST_SHIFT = 21;
  private static final long MAX_KEPT_BYTES = 16L << 20;

  /// Buffers of one size, a power of two.
  private static final class Size {
    final ArrayDeque<ByteBuf> kept = new ArrayDeque<>();

    /// The fewest that were kept at any time since the last trimming: so many were not needed.
    int idle;
  }

  private final ByteBufAllocator allocator;
  private final List<Size> sizes = new ArrayList<>();
  private long keptBytes;

  BufferPool(ByteBufAllocator allocator) {
    this.allocator = allocator;
    for (int shift = SMALLEST_SHIFT; shift <= LARGEST_SHIFT; shift++) {
      sizes.add(new Size());
    }
  }

  long keptBytes() {
    return keptBytes;
  }

  /// An empty direct buffer of just this capacity; it comes back by [#give].
  ByteBuf take(int capacity) {
    int shift = shiftFor(capacity);
    if (shift < SMALLEST_SHIFT || shift > LARGEST_SHIFT) {
      return allocator.directBuffer(capacity, capacity);
    }
    Size size = sizes.get(shift - SMALLEST_SHIFT);
    ByteBuf buffer = size.kept.poll();
    if (buffer == null) {
      buffer = allocator.directBuffer(1 << shift, 1 << shift);
    } else {
      keptBytes -= buffer.maxCapacity();
      size.idle = Math.min(size.idle, size.kept.size());
    }
    return buffer.capacity(capacity);
  }

  /// Takes back a buffer that nobody else holds.
  void give(ByteBuf buffer) {
    int bytes = buffer.maxCapacity();
    int shift = shiftFor(bytes);
    boolean fits =
        bytes == 1 << shift
            && shift >= SMALLEST_SHIFT
            && shift <= LARGEST_SHIFT
            && keptBytes + bytes <= MAX_KEPT_BYTES
            && buffer.refCnt() == 1;
    if (fits) {
      keptBytes += bytes;
      sizes.get(shift - SMALLEST_SHIFT).kept.push(buffer.clear().capacity(bytes));
    } else {
      buffer.release();
    }
  }

  /// Gives back what was not needed since the last call.
  void trim() {
    for (Size size : sizes) {
      for (int i = size.idle; i > 0; i--) {
        ByteBuf buffer = size.kept.removeLast();
        keptBytes -= buffer.maxCapacity();
        buffer.release();
      }
      size.idle = size.kept.size();
    }
  }

  void close() {
    trim();
    trim();
  }

  /// Of the smallest power of two that is no smaller than `bytes`.
  private static int shiftFor(int bytes) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1);
  }
}
