package io.headrace.record;

/// Sizes of the variable-length numbers inside records: zig-zag, seven bits a byte, low bits first.
final class Varints {

  /// The most bytes an int takes.
  static final int MAX_INT_BYTES = 5;

  /// The most bytes a long takes.
  static final int MAX_LONG_BYTES = 10;

  private Varints() {}

  static int sizeOf(long value) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(zigzag(value) | 1);
    return (bits + 6) / 7;
  }

  /// Writes `value` into `target` at `at` and returns where the next thing goes; ints take the same
  /// bytes as longs of their value.
  static int write(byte[] target, int at, long value) {
    long rest = zigzag(value);
    int next = at;
    while ((rest & ~0x7FL) != 0) {
      target[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[next++] = (byte) rest;
    return next;
  }

  static int unzigzag(int value) {
    return (value >>> 1) ^ -(value & 1);
  }

  static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }
}
