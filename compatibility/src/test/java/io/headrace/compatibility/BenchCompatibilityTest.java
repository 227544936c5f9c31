package io.headrace.compatibility;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./headrace bench compare`, for as short as can be, so that it goes on working.
@Tag("slow")
final class BenchCompatibilityTest {

  @Test
  void aComparisonPrintsItsTablesAndLeavesNothingBehind(@TempDir Path directory)
      throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path page = directory.resolve("page.html");
    Path figures = directory.resolve("figures.json");

    Command bench =
        Command.run(
                Repository.launcher().toString(),
                "bench",
                "compare",
                "--kafka",
                "none",
                "--runs",
                "1",
                "--seconds",
                "1",
                "--warm-up",
                "1",
                "--scenario",
                "produce-small-4",
                "--scenario",
                "paced-500",
                "--scenario",
                "fetch-1m",
                "--scenario",
                "idle",
                "--dir",
                data.toString(),
                "--html",
                page.toString(),
                "--json",
                figures.toString())
            .succeeded();

    assertThat(bench.output())
        .contains("requests/s", "broker CPU µs/request", "p99.9 ms", "MiB/s", "resident MiB");
    assertThat(Files.readString(page)).contains("<svg", "produce-small-4", "fetch-1m");
    assertThat(Files.readString(figures))
        .contains("\"scenarios\": [{\"name\": \"produce-small-4\"");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void apacheKafkaIsMeasuredBesideIt(@TempDir Path data) throws IOException {
    Command bench =
        Command.run(
                Repository.launcher().toString(),
                "bench",
                "compare",
                "--runs",
                "1",
                "--scenario",
                "start",
                "--dir",
                data.toString())
            .succeeded();

    assertThat(bench.output()).contains("headrace/kafka", "s to the first record");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aComparisonThatIsEndedLeavesNothingBehind(@TempDir Path data)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
                Repository.launcher().toString(),
                "bench",
                "compare",
                "--kafka",
                "none",
                "--scenario",
                "idle",
                "--seconds",
                "60",
                "--dir",
                data.toString())
            .redirectErrorStream(true);
    builder.environment().put("HEADRACE_BUILD", "never");
    Process bench = builder.start();
    try (BufferedReader said = bench.inputReader()) {
      assertThat(said.lines().anyMatch(line -> line.startsWith("idle, run 1"))).isTrue();
      bench.destroy();
      assertThat(bench.waitFor(60, SECONDS)).isTrue();
      assertThat(data).isEmptyDirectory();
      assertThat(
              ProcessHandle.allProcesses()
                  .flatMap(process -> process.info().commandLine().stream())
                  .filter(line -> line.contains(data.toString())))
          .isEmpty();
    } finally {
      bench.destroyForcibly();
    }
  }

  @Test
  void anUnknownScenarioIsRefusedWithTheNamesOfAll() {
    Command bench =
        Command.run(Repository.launcher().toString(), "bench", "compare", "--scenario", "quick");

    assertThat(bench.exitCode()).isEqualTo(2);
    assertThat(bench.output()).contains("quick", "produce-small-1", "fetch-1m");
  }
}
