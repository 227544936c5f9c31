package io.headrace.cli.records;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Cuts a stream of bytes at its line breaks (LF).
///
/// The break belongs to no line; a carriage return before it stays in the line. A last line without
/// a break is a line too, and an empty rest after the last break is none.
final class Lines {

  private static final int INITIAL_BYTES = 256 * 1024;
  private static final byte BREAK = '\n';

  private final InputStream stream;
  private final Runnable beforeWaiting;
  private byte[] buffer = new byte[INITIAL_BYTES];
  private int lineStart;
  private int lineEnd;
  private int next;
  private int filled;

  /// @param beforeWaiting is told when the stream has nothing at hand
  Lines(InputStream stream, Runnable beforeWaiting) {
    this.stream = stream;
    this.beforeWaiting = beforeWaiting;
  }

  /// Moves to the next line; false after the last. What [#buffer] held before is gone.
  // hot: ProduceVerbBenchmark
  boolean next() throws IOException {
    lineStart = next;
    int scanned = next;
    while (true) {
      int at = indexOfBreak(buffer, scanned, filled);
      if (at >= 0) {
        lineEnd = at;
        next = at + 1;
        return true;
      }
      int unscannedBytes = filled - lineStart;
      if (!fill()) {
        lineEnd = filled;
        next = filled;
        return lineEnd > lineStart;
      }
      scanned = lineStart + unscannedBytes;
    }
  }

  // hot: ProduceVerbBenchmark
  private static int indexOfBreak(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == BREAK) {
        return i;
      }
    }
    return -1;
  }

  byte[] buffer() {
    return buffer;
  }

  int lineStart() {
    return lineStart;
  }

  int lineEnd() {
    return lineEnd;
  }

  /// Moves the line that was begun to the front, makes room if it fills everything, and reads more.
  private boolean fill() throws IOException {
    if (filled == buffer.length) {
      if (lineStart > 0) {
        System.arraycopy(buffer, lineStart, buffer, 0, filled - lineStart);
        filled -= lineStart;
        lineStart = 0;
      } else {
        buffer = Arrays.copyOf(buffer, Math.multiplyExact(buffer.length, 2));
      }
    }
    if (stream.available() == 0) {
      beforeWaiting.run();
    }
    int count = stream.read(buffer, filled, buffer.length - filled);
    filled += Math.max(0, count);
    return count > 0;
  }
}
