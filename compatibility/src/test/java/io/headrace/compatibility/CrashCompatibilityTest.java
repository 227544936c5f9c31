package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is killed while it is written to.
final class CrashCompatibilityTest {

  private static final int KILLS = 3;

  @Test
  @Tag("slow")
  void nothingAcknowledgedIsLostOrDoubledByKillingTheNode(@TempDir Path directory)
      throws Exception {
    try (NodeProcess node = NodeProcess.start(directory)) {
      new Ordeal(KILLS, 2000, 1000)
          .inflict(
              node,
              () -> {
                node.kill();
                node.startAgain();
              });
    }
  }

  @Test
  void topicsConfigsAndOffsetsSurviveAKill(@TempDir Path directory) {
    try (NodeProcess node = NodeProcess.start(directory)) {
      Clients clients = Clients.of(node);
      String topic = clients.topic(2, Map.of("retention.ms", "123456"));
      var partition = new TopicPartition(topic, 1);
      var offsets = Map.of(partition, new OffsetAndMetadata(0, "here"));
      try (Consumer<String, String> consumer = clients.consumer("readers")) {
        consumer.assign(Set.of(partition));
        consumer.commitSync(offsets);
      }

      node.kill();
      node.startAgain();

      try (Consumer<String, String> consumer = clients.consumer("readers")) {
        assertThat(consumer.partitionsFor(topic)).hasSize(2);
        assertThat(consumer.committed(Set.of(partition))).isEqualTo(offsets);
      }
    }
  }

  @Test
  void aNodeThatIsAskedToStopStopsCleanlyAndGoesOnWhereItWas(@TempDir Path directory) {
    try (NodeProcess node = NodeProcess.start(directory)) {
      Clients clients = Clients.of(node);
      String topic = clients.topic(1);
      try (Producer<String, String> producer = clients.producer()) {
        Clients.get(producer.send(new ProducerRecord<>(topic, "k", "v")));
      }

      assertThat(node.stop()).as(node.output()).isIn(0, 143);
      node.startAgain();

      assertThat(clients.readAll(topic, 1, 1))
          .singleElement()
          .satisfies(r -> assertThat(r.value()).isEqualTo("v"));
    }
  }
}
