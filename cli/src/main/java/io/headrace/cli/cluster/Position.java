package io.headrace.cli.cluster;

import io.headrace.cli.line.Numbers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// A place in a partition, as `--from` and `--to` take it.
public sealed interface Position {

  /// The first record that is still there.
  record Start() implements Position {}

  /// Behind the last record.
  record End() implements Position {}

  record Offset(long offset) implements Position {}

  /// The first record that is not older.
  ///
  /// @param timestampMs since 1970; what is before that counts as its beginning, because the
  ///   protocol gives negative timestamps other meanings
  record Time(long timestampMs) implements Position {
    public Time {
      timestampMs = Math.max(0, timestampMs);
    }
  }

  /// What `--help` says about it.
  String GRAMMAR =
      "START, END, an OFFSET such as 42, an age such as -1h (ms, s, m, h, d), or a TIMESTAMP:"
          + " 2026-01-31, 2026-01-31T12:00 (local time), 2026-01-31T12:00:00Z, or @MILLISECONDS";

  /// @param nowMs what an age counts back from
  /// @throws IllegalArgumentException if it is no position
  static Position parse(String text, long nowMs) {
    if (text.equalsIgnoreCase("START")) {
      return new Start();
    }
    if (text.equalsIgnoreCase("END")) {
      return new End();
    }
    try {
      if (text.startsWith("@")) {
        return new Time(Long.parseLong(text.substring(1)));
      }
      if (text.startsWith("-")) {
        long ageMs = Numbers.parseDuration(text.substring(1)).toMillis();
        return new Time(nowMs - ageMs);
      }
      return text.indexOf('-') > 0
          ? new Time(instant(text).toEpochMilli())
          : new Offset(Long.parseLong(text));
    } catch (NumberFormatException | DateTimeException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not one of " + GRAMMAR, e);
    }
  }

  private static Instant instant(String text) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    }
    boolean zoned = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > 7;
    return zoned
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
  }
}
