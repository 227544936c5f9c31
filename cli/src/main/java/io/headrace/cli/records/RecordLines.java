package io.headrace.cli.records;

import io.headrace.cli.cluster.Sink;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes records of lines.
final class RecordLines {

  private static final int WATCH_INTERVAL_RECORDS = 1024;

  private final byte @Nullable [] separator;
  private final boolean emptyAsNull;
  private long recordCount;
  private long bytes;

  /// @param separator what ends the key of a line; no keys if empty
  RecordLines(Optional<byte[]> separator, boolean emptyAsNull) {
    this.separator = separator.orElse(null);
    this.emptyAsNull = emptyAsNull;
  }

  /// Told now and then how far the copy is.
  interface Watcher {
    void onProgress(long recordCount, long bytes);
  }

  /// Sends every line of the input.
  ///
  /// @throws Failure if a line has no key although it must have one, or a record is refused
  // hot
  void copy(InputStream input, Sink sink, Watcher watcher) throws IOException {
    var lines = new Lines(input);
    while (lines.next()) {
      byte[] buffer = lines.buffer();
      int start = lines.lineStart();
      int end = lines.lineEnd();
      bytes += end - start + 1;
      recordCount++;
      if (separator == null) {
        sink.send(null, value(buffer, start, end));
      } else {
        int at = indexOf(separator, buffer, start, end);
        if (at < 0) {
          throw keyless();
        }
        sink.send(Arrays.copyOfRange(buffer, start, at), value(buffer, at + separator.length, end));
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

  private byte @Nullable [] value(byte[] buffer, int start, int end) {
    return emptyAsNull && start == end ? null : Arrays.copyOfRange(buffer, start, end);
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
