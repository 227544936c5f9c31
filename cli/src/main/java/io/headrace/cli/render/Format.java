package io.headrace.cli.render;

import java.util.List;
import java.util.Locale;

/// The value of `-o`.
public enum Format {
  /// Columns for the eye.
  TABLE,
  /// One document: an array of objects, or one object.
  JSON,
  /// One object a line.
  JSONL,
  /// RFC 4180, with a header.
  CSV;

  public static final List<String> NAMES = List.of("table", "json", "jsonl", "csv");

  /// @param name one of [#NAMES]
  public static Format of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
