package io.headrace.log.compaction;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// The last offset of each key, in bounded memory: keys are known by 128 bits of their MD5 digest,
/// so that an entry takes 24 bytes whatever the key.
final class OffsetMap {

  /// At most so many slots are made, three quarters of them used: 12 MiB.
  static final int MAX_SLOTS = 1 << 19;

  private static final int FIRST_SLOTS = 1 << 10;
  private static final int LONGS_PER_SLOT = 3;

  private final MessageDigest digest;
  private long[] slots = new long[FIRST_SLOTS * LONGS_PER_SLOT];
  private int count;

  OffsetMap() {
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  boolean isFull() {
    return count >= MAX_SLOTS / 4 * 3;
  }

  void put(ByteBuffer key, long offset) {
    if ((count + 1) * 4L > (long) slots.length / LONGS_PER_SLOT * 3) {
      grow();
    }
    ByteBuffer hash = hash(key);
    int slot = slotOf(hash.getLong(0), hash.getLong(Long.BYTES));
    if (slots[slot + 2] == 0) {
      count++;
    }
    slots[slot] = hash.getLong(0);
    slots[slot + 1] = hash.getLong(Long.BYTES);
    slots[slot + 2] = offset + 1;
  }

  /// The last offset of this key; −1 if it is not there.
  long get(@Nullable ByteBuffer key) {
    if (key == null) {
      return -1;
    }
    ByteBuffer hash = hash(key);
    return slots[slotOf(hash.getLong(0), hash.getLong(Long.BYTES)) + 2] - 1;
  }

  private ByteBuffer hash(ByteBuffer key) {
    digest.update(key.duplicate());
    return ByteBuffer.wrap(digest.digest());
  }

  /// The slot with this hash, or the free one where it belongs. Offsets are kept plus one: zero is
  /// a free slot.
  private int slotOf(long high, long low) {
    int mask = slots.length / LONGS_PER_SLOT - 1;
    int at = (int) high & mask;
    while (true) {
      int slot = at * LONGS_PER_SLOT;
      if (slots[slot + 2] == 0 || (slots[slot] == high && slots[slot + 1] == low)) {
        return slot;
      }
      at = (at + 1) & mask;
    }
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    for (int from = 0; from < old.length; from += LONGS_PER_SLOT) {
      if (old[from + 2] != 0) {
        System.arraycopy(old, from, slots, slotOf(old[from], old[from + 1]), LONGS_PER_SLOT);
      }
    }
  }
}
