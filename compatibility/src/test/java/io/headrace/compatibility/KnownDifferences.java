package io.headrace.compatibility;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Where Headrace answers otherwise than Apache Kafka and means to: `wire-differences.txt`, one
/// line for each, with the reason.
final class KnownDifferences {

  private static final String FILE = "/wire-differences.txt";

  private record Known(String line, Pattern question, Pattern field) {}

  private final List<Known> known = new ArrayList<>();
  private final TreeSet<String> unused = new TreeSet<>();

  static KnownDifferences read() throws IOException {
    var differences = new KnownDifferences();
    try (InputStream in = KnownDifferences.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException(FILE + " is not on the class path");
      }
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(differences::add);
    }
    return differences;
  }

  private void add(String line) {
    String[] parts = line.split(" \\| ", 3);
    if (parts.length != 3 || parts[2].isBlank()) {
      throw new IllegalArgumentException("expected QUESTION | FIELD | REASON: " + line);
    }
    known.add(
        new Known(line, Pattern.compile(parts[0].strip()), Pattern.compile(parts[1].strip())));
    unused.add(line);
  }

  boolean covers(String question, String field) {
    boolean covered = false;
    for (Known each : known) {
      if (each.question().matcher(question).matches() && each.field().matcher(field).matches()) {
        unused.remove(each.line());
        covered = true;
      }
    }
    return covered;
  }

  /// Those that were not seen: the line is out of date.
  List<String> unused() {
    return List.copyOf(unused);
  }
}
