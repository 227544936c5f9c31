package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One damaged copy of three, and a consumer that reads just that one, because it stands in its
/// rack.
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
      TopicDescription described = describe(clients, topic);
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
      awaitAllInSync(clients, topic);

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

  private static void fill(Clients clients, String topic) {
    try (Producer<String, String> producer = clients.producer(Map.of("batch.size", "500"))) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(topic, "k", "value " + i));
      }
      producer.flush();
    }
  }

  private static TopicDescription describe(Clients clients, String topic) {
    try (Admin admin = clients.admin()) {
      return Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    }
  }

  private static void awaitAllInSync(Clients clients, String topic) throws InterruptedException {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (describe(clients, topic).partitions().getFirst().isr().size() < 3) {
      assertThat(System.nanoTime()).as("deadline for all to be in sync").isLessThan(deadlineNs);
      Thread.sleep(100);
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
