package io.headrace.bench;

import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was typed after `headrace bench compare`.
///
/// @param runs how often each contender is measured in each scenario
/// @param timing of a run
/// @param html where to write a page
/// @param json where to write the same for programs
/// @param directory where the brokers keep their data meanwhile
record Options(
    List<Scenario> scenarios,
    int runs,
    Timing timing,
    Optional<Path> html,
    Optional<Path> json,
    Path directory,
    WithKafka kafka) {

  private static final int RUNS = 2;
  private static final Duration COUNTED = Duration.ofSeconds(5);

  /// Less, and Java machines are measured that still compile what they run.
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  Options {
    scenarios = List.copyOf(scenarios);
  }

  /// Whether there is anything to compare with.
  enum WithKafka {
    YES,
    NO
  }

  /// What was typed cannot be understood; the message says why.
  static final class BadOptionException extends Exception {
    private static final long serialVersionUID = 1;

    BadOptionException(String message) {
      super(message);
    }
  }

  static Options parse(List<String> typed) throws BadOptionException {
    var scenarios = new LinkedHashSet<Scenario>();
    int runs = RUNS;
    Duration counted = COUNTED;
    Duration warmUp = WARM_UP;
    Optional<Path> html = Optional.empty();
    Optional<Path> json = Optional.empty();
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    WithKafka kafka = WithKafka.YES;
    for (Iterator<String> words = typed.iterator(); words.hasNext(); ) {
      String option = words.next();
      switch (option) {
        case "--all" -> scenarios.addAll(Catalogue.all());
        case "--scenario" -> scenarios.addAll(scenarios(value(option, words)));
        case "--runs" -> runs = count(option, value(option, words));
        case "--seconds" -> counted = seconds(option, words);
        case "--warm-up" -> warmUp = seconds(option, words);
        case "--html" -> html = Optional.of(Path.of(value(option, words)));
        case "--json" -> json = Optional.of(Path.of(value(option, words)));
        case "--dir" -> directory = directory(value(option, words));
        case "--kafka" -> kafka = withKafka(value(option, words));
        default -> throw new BadOptionException("there is no option " + option);
      }
    }
    List<Scenario> chosen = scenarios.isEmpty() ? Catalogue.usual() : List.copyOf(scenarios);
    return new Options(chosen, runs, new Timing(warmUp, counted), html, json, directory, kafka);
  }

  private static String value(String option, Iterator<String> words) throws BadOptionException {
    if (!words.hasNext()) {
      throw new BadOptionException(option + " takes a value");
    }
    return words.next();
  }

  private static Set<Scenario> scenarios(String pattern) throws BadOptionException {
    Set<Scenario> found = Catalogue.find(pattern);
    if (found.isEmpty()) {
      throw new BadOptionException(
          "there is no scenario " + pattern + "; there are\n" + Catalogue.names());
    }
    return found;
  }

  private static Path directory(String value) throws BadOptionException {
    Path directory = Path.of(value);
    if (!Files.isDirectory(directory)) {
      throw new BadOptionException("--dir takes a directory, which " + value + " is not");
    }
    return directory.toAbsolutePath();
  }

  private static Duration seconds(String option, Iterator<String> words) throws BadOptionException {
    return Duration.ofSeconds(count(option, value(option, words)));
  }

  private static int count(String option, String value) throws BadOptionException {
    try {
      int count = Integer.parseInt(value);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException _) {
      // told below, with the others that are no counts
    }
    throw new BadOptionException(option + " takes a whole number above 0, not " + value);
  }

  private static WithKafka withKafka(String value) throws BadOptionException {
    return switch (value) {
      case "none" -> WithKafka.NO;
      case "4.3.1" -> WithKafka.YES;
      default -> throw new BadOptionException("--kafka takes none or 4.3.1, not " + value);
    };
  }
}
