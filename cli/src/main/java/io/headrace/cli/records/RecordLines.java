package io.headrace.cli.records;

import io.headrace.cli.cluster.Sink;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes records of lines.
final class RecordLines {

  private static final int WATCH_INTERVAL_RECORDS = 1024;

  private final byte @Nullable [] separator;
  private final boolean emptyAsNull;
  private ByteBuffer key = ByteBuffer.allocate(0);
  private ByteBuffer value = ByteBuffer.allocate(0);
  private long recordCount;
  private long bytes;

  /// @param separator what ends the key of a line; null for records without keys
  /// @param emptyAsNull whether an empty value becomes null, which deletes a key in a compacted
  ///   topic
  RecordLines(byte @Nullable [] separator, boolean emptyAsNull) {
    this.separator = separator;
    this.emptyAsNull = emptyAsNull;
  }

  /// Told now and then how far the copy is.
  interface Watcher {
    void onProgress(long recordCount, long bytes);
  }

  /// Sends every line of the input.
  ///
  /// @throws Failure if a line has no key although it must have one, or a record is refused
  // hot: ProduceVerbBenchmark
  void copy(InputStream input, Sink sink, Watcher watcher) throws IOException {
    var lines = new Lines(input, sink::rest);
    while (lines.next()) {
      int start = lines.lineStart();
      int end = lines.lineEnd();
      bytes += end - start + 1;
      recordCount++;
      view(lines.buffer());
      if (separator == null) {
        sink.send(null, value(start, end));
      } else {
        int at = indexOf(separator, lines.buffer(), start, end);
        if (at < 0) {
          sink.flush();
          throw keyless();
        }
        sink.send(key.limit(at).position(start), value(at + separator.length, end));
      }
      if (recordCount % WATCH_INTERVAL_RECORDS == 0) {
        watcher.onProgress(recordCount, bytes);
      }
    }
  }

  long recordCount() {
    return recordCount;
  }

  /// What was read, line breaks included.
  long bytes() {
    return bytes;
  }

  /// The lines change their buffer only for a line that does not fit.
  private void view(byte[] buffer) {
    if (value.array() != buffer) {
      key = ByteBuffer.wrap(buffer);
      value = ByteBuffer.wrap(buffer);
    } else {
      key.clear();
      value.clear();
    }
  }

  private @Nullable ByteBuffer value(int start, int end) {
    return emptyAsNull && start == end ? null : value.limit(end).position(start);
  }

  private static int indexOf(byte[] wanted, byte[] buffer, int start, int end) {
    for (int i = start; i <= end - wanted.length; i++) {
      if (Arrays.equals(buffer, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  private Failure keyless() {
    return new Failure(
        Exit.FAILED,
        "line " + recordCount + " has no key",
        "the separator given with -k does not occur in it; the lines before it were written",
        "another -k, or no -k for records without keys");
  }
}
