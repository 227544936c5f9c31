package io.headrace.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One command of a scenario: a verb, plain words, and settings of the form `name=value`.
record Command(String verb, List<String> words, Map<String, String> settings) {

  static Command parse(String line) {
    List<String> words = new ArrayList<>();
    Map<String, String> settings = new LinkedHashMap<>();
    String[] parts = line.strip().split("\\s+");
    for (String part : List.of(parts).subList(1, parts.length)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        words.add(part);
      } else {
        settings.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return new Command(parts[0], words, settings);
  }

  String setting(String name, String byDefault) {
    return settings.getOrDefault(name, byDefault);
  }

  int number(String name, int byDefault) {
    String value = settings.get(name);
    return value == null ? byDefault : Integer.parseInt(value);
  }

  int durationMs(String name, String byDefault) {
    return (int) toMs(setting(name, byDefault));
  }

  /// `250ms`, `10s`, `5m`, `2h` or `7d`.
  static long toMs(String duration) {
    int unitAt = 0;
    while (Character.isDigit(duration.charAt(unitAt))) {
      unitAt++;
    }
    long count = Long.parseLong(duration.substring(0, unitAt));
    return switch (duration.substring(unitAt)) {
      case "ms" -> count;
      case "s" -> count * 1_000;
      case "m" -> count * 60_000;
      case "h" -> count * 3_600_000;
      case "d" -> count * 86_400_000;
      default -> throw new IllegalArgumentException("not a duration: " + duration);
    };
  }
}
