package io.headrace.cli.line;

import java.time.Duration;
import java.util.List;

/// Small values in the way people write them.
public final class Numbers {

  private Numbers() {}

  /// A whole number from 0 up.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static int parseCount(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a whole number", e);
    }
    throw new IllegalArgumentException(text + " is negative");
  }

  /// A length of time such as `500ms`, `30s`, `15m`, `1h` or `7d`.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static Duration parseDuration(String text) {
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    long unitMs = unitMs(text.substring(digits));
    if (digits == 0 || digits > 12 || unitMs == 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a length of time such as 500ms, 30s, 15m, 1h or 7d");
    }
    return Duration.ofMillis(Long.parseLong(text.substring(0, digits)) * unitMs);
  }

  static String parseChoice(String text, List<String> choices) {
    if (!choices.contains(text)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is none of " + String.join(", ", choices));
    }
    return text;
  }

  private static long unitMs(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> 0;
    };
  }
}
