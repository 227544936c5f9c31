package io.headrace.broker;

import io.headrace.broker.config.BadConfigException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// What `headrace start` was told.
///
/// @param settings by Kafka's names: those of the file, over them those of `--set`, over them
///   `--data`
record CommandLine(Map<String, String> settings, boolean helpWanted) {

  static final String HELP =
      """
      usage: headrace start [--config FILE] [--set KEY=VALUE]... [--data DIR] [--delete-stray-logs]

      Starts a node, by default on 127.0.0.1:9092 with its data in ./data.

        --config FILE     settings in the form of Kafka's server.properties
        --set KEY=VALUE   one setting; goes before the file
        --data DIR        where records are kept; short for --set log.dirs=DIR
        --delete-stray-logs
                          delete the logs in DIR that belong to no topic (each is named at
                          every start); without it they are kept

      Settings are explained in docs/configuration.md.
      """;

  static CommandLine parse(List<String> arguments) throws BadConfigException {
    var fromFile = new TreeMap<String, String>();
    var fromLine = new TreeMap<String, String>();
    for (Iterator<String> rest = split(arguments).iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "-h", "--help" -> {
          return new CommandLine(Map.of(), true);
        }
        case "--config" -> fromFile.putAll(read(Path.of(operand(option, rest))));
        case "--delete-stray-logs" -> fromLine.put("headrace.stray.logs", "delete");
        case "--data" -> fromLine.put("log.dirs", operand(option, rest));
        case "--set" -> {
          String assignment = operand(option, rest);
          int equals = assignment.indexOf('=');
          if (equals <= 0) {
            throw new BadConfigException("--set %s: expected KEY=VALUE".formatted(assignment));
          }
          fromLine.put(assignment.substring(0, equals).strip(), assignment.substring(equals + 1));
        }
        default ->
            throw new BadConfigException(
                "unknown argument %s; see headrace start --help".formatted(option));
      }
    }
    fromFile.putAll(fromLine);
    return new CommandLine(fromFile, false);
  }

  /// `--option=value` is two words.
  private static List<String> split(List<String> arguments) {
    var words = new ArrayList<String>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && equals > 0) {
        words.add(argument.substring(0, equals));
        words.add(argument.substring(equals + 1));
      } else {
        words.add(argument);
      }
    }
    return words;
  }

  private static String operand(String option, Iterator<String> rest) throws BadConfigException {
    if (!rest.hasNext()) {
      throw new BadConfigException(option + " needs a value; see headrace start --help");
    }
    return rest.next();
  }

  private static Map<String, String> read(Path file) throws BadConfigException {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new BadConfigException("--config %s: there is no such file".formatted(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new BadConfigException("--config %s: %s".formatted(file, e.getMessage()));
    }
    var settings = new TreeMap<String, String>();
    properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
    return settings;
  }
}
