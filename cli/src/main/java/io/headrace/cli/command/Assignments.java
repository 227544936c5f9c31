package io.headrace.cli.command;

import io.headrace.cli.line.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Words of the form `KEY=VALUE`.
public final class Assignments {

  private Assignments() {}

  /// @throws Failure if a word has no `=`, or nothing before it
  public static Map<String, String> parse(List<String> words) {
    var assignments = new LinkedHashMap<String, String>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw Failure.usage(
            "\"" + word + "\" is not KEY=VALUE",
            "a setting and its value are joined by =",
            "for example retention.ms=86400000");
      }
      assignments.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return assignments;
  }
}
