package io.headrace.bench.report;

import java.util.Locale;

/// Writes figures with about three digits.
final class Numbers {

  private Numbers() {}

  static String text(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /// Writes a figure that has few digits, such as one on a scale, with those alone.
  static String round(double value) {
    String format = value >= 1 ? "%,.1f" : "%.6f";
    return String.format(Locale.ROOT, format, value).replaceFirst("\\.?0+$", "");
  }

  /// Such as `2.5 ×`; a dash where there is nothing to divide by.
  static String ratio(double ratio) {
    return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f ×", ratio) : "—";
  }
}
