package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// `./headrace start` as a newcomer would try it.
final class LauncherCompatibilityTest {

  /// What a start may cost and take. It is promised to be ready in under a second on a quiet
  /// machine with its AOT cache; a busy one, as that of a build, gets several times that.
  private static final Duration CPU_OF_A_START = Duration.ofSeconds(3);

  private static final Duration WALL_OF_A_START = Duration.ofSeconds(8);

  private static final long IDLE_MEMORY_BYTES = 120L << 20;

  @Test
  void aNodeIsReadySoonAndSmallAndSaysHowToConnect(@TempDir Path directory, TestReporter reporter)
      throws IOException {
    try (NodeProcess node = NodeProcess.start(directory)) {
      String figures =
          "ready after %d ms, of which %d ms on a processor"
              .formatted(node.timeToReady().toMillis(), node.cpuTime().toMillis());
      reporter.publishEntry("start", figures);
      assertThat(node.cpuTime()).as(figures).isLessThan(CPU_OF_A_START);
      assertThat(node.timeToReady()).as(figures).isLessThan(WALL_OF_A_START);
      assertThat(node.output()).contains(node.bootstrap());
      assertThat(residentBytes(node)).isLessThan(IDLE_MEMORY_BYTES);
    }
  }

  @Test
  void theLauncherBecomesTheNode(@TempDir Path directory) throws IOException {
    try (NodeProcess node = NodeProcess.start(directory)) {
      Path program = Path.of("/proc", Long.toString(node.processId()), "exe");
      assertThat(Files.readSymbolicLink(program).getFileName()).hasToString("java");
    }
  }

  @Test
  void settingsComeFromAFileAndFromTheCommandLine(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("server.properties");
    Files.writeString(file, "node.id=7\nnum.partitions=3\nzookeeper.connect=old:2181\n");
    try (NodeProcess node =
        NodeProcess.startWith(
            directory.resolve("data"),
            directory,
            "--config",
            file.toString(),
            "--set",
            "num.partitions=5")) {
      Clients clients = Clients.of(node);
      try (Admin admin = clients.admin()) {
        var resource = new ConfigResource(ConfigResource.Type.BROKER, "7");
        Map<ConfigResource, Config> configs =
            Clients.get(admin.describeConfigs(List.of(resource)).all());
        assertThat(configs.get(resource).get("num.partitions").value()).isEqualTo("5");
      }
    }
  }

  @Test
  void anUnknownSettingIsRefusedWithTheNearestOne() {
    Command start =
        Command.run(Repository.launcher().toString(), "start", "--set", "num.partition=3");
    assertThat(start.exitCode()).isNotZero();
    assertThat(start.output()).contains("num.partition").contains("num.partitions");
  }

  @Test
  void aPortThatIsTakenIsNamed(@TempDir Path directory) {
    try (NodeProcess node = NodeProcess.start(directory)) {
      Command second =
          Command.run(
              Repository.launcher().toString(),
              "start",
              "--data",
              directory.resolve("other").toString(),
              "--set",
              "listeners=PLAINTEXT://" + node.bootstrap());
      assertThat(second.exitCode()).isNotZero();
      assertThat(second.output()).contains(node.bootstrap());
    }
  }

  @Test
  void aDirectoryThatIsInUseIsRefused(@TempDir Path directory) {
    try (NodeProcess node = NodeProcess.start(directory)) {
      Command second =
          Command.run(
              Repository.launcher().toString(),
              "start",
              "--data",
              node.dataDirectory().orElseThrow().toString(),
              "--set",
              "listeners=PLAINTEXT://127.0.0.1:0");
      assertThat(second.exitCode()).isNotZero();
      assertThat(second.output()).contains(directory.resolve("data").toString());
    }
  }

  private static long residentBytes(NodeProcess node) throws IOException {
    Path status = Path.of("/proc", Long.toString(node.processId()), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
