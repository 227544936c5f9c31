package io.headrace.simulator;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs seeds in a process of their own. What differs from process to process, as the order of
/// `Set.of` does, must not reach a history: nobody could repeat one that failed elsewhere.
public final class OtherProcess {
  private static final int PATIENCE_SECONDS = 120;

  private OtherProcess() {}

  /// How each of the seeds ended, in the order of the seeds.
  ///
  /// @param simulation has a static method `run` that takes a seed
  /// @param scratch an empty directory
  public static List<String> outcomes(Class<?> simulation, List<Long> seeds, Path scratch)
      throws IOException, InterruptedException {
    Path outcomes = scratch.resolve("outcomes");
    Path output = scratch.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                outcomes.toString(),
                simulation.getName()));
    seeds.forEach(seed -> command.add(seed.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + " failed:\n" + Files.readString(output));
      }
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(outcomes);
  }

  /// @param arguments a file for the outcomes, a simulation, and its seeds
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    Method run = Class.forName(arguments[1]).getMethod("run", long.class);
    List<String> outcomes = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      outcomes.add(String.valueOf(run.invoke(null, Long.parseLong(arguments[i]))));
    }
    Files.write(Path.of(arguments[0]), outcomes);
  }
}
