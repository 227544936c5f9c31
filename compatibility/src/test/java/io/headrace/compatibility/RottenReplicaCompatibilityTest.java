package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One damaged copy of three: whoever reads just that one gets everything, and it is mended in its
/// place.
final class RottenReplicaCompatibilityTest {

  private static final int RECORDS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aReaderInTheRackOfADamagedReplicaGetsEverythingFromIt(@TempDir Path directory)
      throws IOException, InterruptedException {
    try (ThreeNodes cluster = ThreeNodes.start(directory)) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(1, 3, Map.of());
      fill(clients, topic);
      TopicDescription described = clients.describe(topic);
      int leader = described.partitions().getFirst().leader().id();
      int damaged = leader % 3 + 1;
      NodeProcess node = cluster.node(damaged);
      node.stop();
      Path segment = segmentOf(node, described);
      byte[] sound = Files.readAllBytes(segment);
      byte[] rotten = sound.clone();
      rotten[rotten.length / 2] ^= 16;
      Files.write(segment, rotten);
      node.startAgain();
      clients.awaitInSync(topic, 3, PATIENCE);

      try (Consumer<String, String> consumer =
          clients.consumer(Map.of("client.rack", "rack-" + damaged))) {
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        assertThat(Clients.poll(consumer, RECORDS))
            .extracting(ConsumerRecord::offset)
            .startsWith(0L)
            .hasSize(RECORDS)
            .doesNotHaveDuplicates();
        assertThat(bytesFrom(consumer, damaged)).isGreaterThan(sound.length);
      }
      assertThat(node.output()).contains("damaged from=");
      assertThat(Files.readAllBytes(segment)).isEqualTo(sound);
    }
  }

  @Test
  void whatRotsUnderARunningLeaderComesBackFromAnotherNode(@TempDir Path directory)
      throws IOException, InterruptedException {
    try (ThreeNodes cluster = ThreeNodes.start(directory)) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(1, 3, Map.of());
      fill(clients, topic);
      TopicDescription described = clients.describe(topic);
      NodeProcess leader = cluster.node(described.partitions().getFirst().leader().id());
      Path segment = segmentOf(leader, described);
      Thread.sleep(200); // what was checked a moment ago is trusted
      overwriteInTheMiddle(segment);

      assertThat(clients.readAll(topic, 1, RECORDS))
          .extracting(ConsumerRecord::value)
          .containsExactlyElementsOf(
              IntStream.range(0, RECORDS).mapToObj(i -> "value " + i).toList());
      for (NodeProcess node : cluster.nodes()) {
        assertThat(Files.mismatch(segmentOf(node, described), segment)).as("mended").isEqualTo(-1);
      }
      assertThat(leader.output()).as("told to operators").contains("damaged from=");
      Await.until(
          "they are told of the mending", () -> leader.output().contains(" restored from="));
    }
  }

  /// As on a disk that forgets.
  private static void overwriteInTheMiddle(Path segment) throws IOException {
    try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[50]), file.size() / 2);
    }
  }

  private static void fill(Clients clients, String topic) {
    try (Producer<String, String> producer = clients.producer(Map.of("batch.size", "500"))) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(topic, "k", "value " + i));
      }
      producer.flush();
    }
  }

  private static Path segmentOf(NodeProcess node, TopicDescription topic) throws IOException {
    try (Stream<Path> files = Files.walk(node.dataDirectory().orElseThrow())) {
      return files
          .filter(file -> file.toString().contains(topic.topicId() + "-0"))
          .filter(file -> file.toString().endsWith(".log"))
          .findFirst()
          .orElseThrow();
    }
  }

  /// What a consumer was sent by one node.
  private static double bytesFrom(Consumer<?, ?> consumer, int node) {
    return consumer.metrics().entrySet().stream()
        .filter(each -> each.getKey().name().equals("incoming-byte-total"))
        .filter(each -> ("node-" + node).equals(each.getKey().tags().get("node-id")))
        .mapToDouble(each -> (double) each.getValue().metricValue())
        .sum();
  }
}
