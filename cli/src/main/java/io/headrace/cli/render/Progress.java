package io.headrace.cli.render;

import java.util.Locale;
import java.util.function.Consumer;

/// A line on the terminal that counts records and bytes while long work goes on.
public final class Progress {

  private static final long INTERVAL_MS = 200;

  private final Consumer<String> line;
  private final long startMs;
  private long shownMs;

  /// @param line takes each new text of the line; the empty text wipes it
  public Progress(Consumer<String> line, long nowMs) {
    this.line = line;
    this.startMs = nowMs;
    this.shownMs = nowMs;
  }

  /// Shows the state of things, but not more than five times a second.
  public void update(long nowMs, long recordCount, long bytes) {
    if (nowMs - shownMs >= INTERVAL_MS) {
      shownMs = nowMs;
      line.accept(describe(nowMs - startMs, recordCount, bytes));
    }
  }

  public void wipe() {
    line.accept("");
  }

  /// Such as `1200 records, 3.4 MB, 17.0 MB/s`.
  public static String describe(long elapsedMs, long recordCount, long bytes) {
    double megabytes = bytes / 1e6;
    return String.format(
        Locale.ROOT,
        "%d records, %.1f MB, %.1f MB/s",
        recordCount,
        megabytes,
        megabytes * 1000 / Math.max(1, elapsedMs));
  }
}
