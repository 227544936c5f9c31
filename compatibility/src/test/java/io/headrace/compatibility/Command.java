package io.headrace.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A foreign program that was run to its end.
///
/// @param output what it wrote to its standard output and standard error
record Command(List<String> words, int exitCode, String output) {

  private static final long PATIENCE_SECONDS = 120;

  /// Runs a program with nothing to read.
  static Command run(String... words) {
    return run(Map.of(), "", words);
  }

  /// Runs a program with the given text on its standard input.
  static Command withInput(String input, String... words) {
    return run(Map.of(), input, words);
  }

  /// Runs the `main` of a class in a Java machine of its own.
  static Command java(Class<?> main, String... arguments) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dtinylog.level=error"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    words.addAll(Arrays.asList(arguments));
    return run(words.toArray(String[]::new));
  }

  /// Runs a program that finds further variables in its environment.
  static Command run(Map<String, String> environment, String input, String... words) {
    try {
      Path in = Files.createTempFile("input", ".txt");
      Path out = Files.createTempFile("output", ".txt");
      try {
        Files.writeString(in, input);
        int exitCode = run(environment, in, out, words);
        return new Command(List.of(words), exitCode, new String(Files.readAllBytes(out), UTF_8));
      } finally {
        Files.delete(in);
        Files.delete(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a program between two files, for input and output that are large.
  static Command between(Path input, Path output, String... words) {
    try {
      return new Command(List.of(words), run(Map.of(), input, output, words), output.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Command succeeded() {
    if (exitCode != 0) {
      throw new AssertionError(words + " ended with " + exitCode + ":\n" + output);
    }
    return this;
  }

  private static int run(Map<String, String> environment, Path input, Path output, String... words)
      throws IOException {
    var builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    builder.environment().put("HEADRACE_BUILD", "never");
    builder.redirectInput(input.toFile());
    builder.redirectOutput(output.toFile());
    builder.redirectErrorStream(true);
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        String said = Files.size(output) < 100_000 ? Files.readString(output) : "(much)";
        throw new AssertionError(List.of(words) + " did not end:\n" + said);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }
}
