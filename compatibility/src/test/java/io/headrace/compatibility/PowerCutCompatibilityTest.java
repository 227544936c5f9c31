package io.headrace.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.kafka.tools.TopicCommand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node whose machine loses its power: whatever was not synced is gone.
@Tag("slow")
final class PowerCutCompatibilityTest {

  private static final int CUTS = 3;

  @Test
  void aPowerCutTakesWhatWasNotSyncedAndNothingElse(@TempDir Path directory) throws IOException {
    try (LoopDisk disk = LoopDisk.mount(directory)) {
      write(disk.path().resolve("synced"), true);
      write(disk.path().resolve("not-synced"), false);

      disk.cutPower();
      disk.mountAgain();

      assertThat(disk.path().resolve("synced")).hasContent("content");
      Path lost = disk.path().resolve("not-synced");
      assertThat(Files.exists(lost) ? Files.size(lost) : 0).isZero();
    }
  }

  @Test
  void nothingAcknowledgedIsLostWhenThePowerIsCut(@TempDir Path directory) throws Exception {
    try (LoopDisk disk = LoopDisk.mount(directory);
        NodeProcess node = NodeProcess.startOn(disk.path().resolve("data"), directory)) {
      new Ordeal(CUTS, 1500, 500)
          .inflict(
              node,
              () -> {
                node.freeze();
                disk.cutPower();
                node.kill();
                disk.mountAgain();
                node.startAgain();
              });
    }
  }

  @Test
  void aNodeThatJustStartedAndATopicThatWasJustMadeAreThereAfterwards(@TempDir Path directory)
      throws IOException {
    try (LoopDisk disk = LoopDisk.mount(directory);
        NodeProcess node = NodeProcess.startOn(disk.path().resolve("data"), directory)) {
      Clients clients = Clients.of(node);
      String topic = clients.topic(2, Map.of("retention.ms", "123456"));

      node.freeze();
      disk.cutPower();
      node.kill();
      disk.mountAgain();
      node.startAgain();

      assertThat(clients.readAll(topic, 2, 0)).isEmpty();
      KafkaTool described =
          KafkaTool.run(
              TopicCommand::main,
              "",
              "--bootstrap-server",
              clients.bootstrap(),
              "--describe",
              "--topic",
              topic);
      assertThat(described.output()).contains("PartitionCount: 2", "retention.ms=123456");
    }
  }

  private static void write(Path file, boolean synced) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("content".getBytes(UTF_8)));
      if (synced) {
        channel.force(true);
      }
    }
  }
}
