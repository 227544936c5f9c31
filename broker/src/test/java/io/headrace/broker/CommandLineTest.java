package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.broker.config.BadConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `headrace start` understands.
class CommandLineTest {

  @Test
  void strayLogsAreDeletedOnlyWhenAskedTo() throws BadConfigException {
    assertThat(CommandLine.parse(List.of()).settings()).isEmpty();
    assertThat(CommandLine.parse(List.of("--delete-stray-logs")).settings())
        .containsEntry("headrace.stray.logs", "delete");
  }

  @Test
  void theCommandLineGoesBeforeTheFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("server.properties");
    Files.writeString(file, "node.id=4\nnum.partitions=3\nlog.dirs=/elsewhere\n");

    CommandLine line =
        CommandLine.parse(
            List.of("--set", "num.partitions=5", "--config=" + file, "--data", "/here"));

    assertThat(line.settings())
        .containsEntry("node.id", "4")
        .containsEntry("num.partitions", "5")
        .containsEntry("log.dirs", "/here");
  }

  @Test
  void aValueMayHoldAnEqualsSign() throws Exception {
    assertThat(CommandLine.parse(List.of("--set", "a=b=c")).settings()).containsEntry("a", "b=c");
  }

  @Test
  void whatIsNotUnderstoodIsAnErrorThatSaysSo() {
    assertThatThrownBy(() -> CommandLine.parse(List.of("--date", "x")))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("--date");
    assertThatThrownBy(() -> CommandLine.parse(List.of("--data"))).hasMessageContaining("value");
    assertThatThrownBy(() -> CommandLine.parse(List.of("--set", "x")))
        .hasMessageContaining("KEY=VALUE");
    assertThatThrownBy(() -> CommandLine.parse(List.of("--config", "/no/such/file")))
        .hasMessage("--config /no/such/file: there is no such file");
  }

  @Test
  void helpIsForTheAsking() throws Exception {
    assertThat(CommandLine.parse(List.of("--help")).helpWanted()).isTrue();
  }
}
