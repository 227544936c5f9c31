package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands speak the protocol themselves, or through the Kafka client when its settings are given:
/// nobody should be able to tell which.
final class CommandLineCompatibilityTest {

  @Test
  @Tag("slow")
  void bothWaysToSpeakToAClusterSayTheSame(@TempDir Path directory) throws IOException {
    Path settings = Files.createFile(directory.resolve("client.properties"));
    try (NodeProcess node = NodeProcess.start(directory)) {
      Clients clients = Clients.of(node);
      String topic = clients.topic(3, Map.of("retention.ms", "123456"));
      var partition = new TopicPartition(topic, 1);
      try (Consumer<String, String> consumer = clients.consumer("readers")) {
        consumer.assign(Set.of(partition));
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)));
      }
      for (String line : lines(topic)) {
        String bare = said(node, line);
        String byClient = said(node, line + " --client-config " + settings);

        assertThat(bare).as(line).isEqualTo(byClient);
      }
    }
  }

  private static List<String> lines(String topic) {
    return List.of(
        "status",
        "topic list",
        "topic describe " + topic + " -o json",
        "topic describe nope",
        "topic config " + topic + " --all",
        "topic config " + topic + " no.such.key=1",
        "topic create " + topic,
        "topic create new --partitions 2 --dry-run",
        "topic resize " + topic + " --partitions 2",
        "topic delete nope --yes",
        "config get --all",
        "group list",
        "group describe readers",
        "group describe nope",
        "group lag readers",
        "group seek readers --to END --dry-run",
        "group delete nope --yes",
        "consume " + topic + " --exit-at-end",
        "consume nope --exit-at-end",
        "produce " + topic + " --partition 7");
  }

  /// The exit code and all that is said.
  private static String said(NodeProcess node, String line) {
    var words = new ArrayList<String>();
    words.add(Repository.launcher().toString());
    words.addAll(List.of(line.split(" ", -1)));
    words.addAll(List.of("-b", node.bootstrap()));
    Command command = Command.run(words.toArray(String[]::new));
    return command.exitCode() + "\n" + command.output();
  }
}
