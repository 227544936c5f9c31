package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three real nodes, and what happens to clients when some of them are not there.
final class ThreeNodesCompatibilityTest {

  @Test
  void anyNodeTakesChangesAndServesWhatTheOthersLead(@TempDir Path directory) {
    try (ThreeNodes cluster = ThreeNodes.start(directory)) {
      for (int id = 1; id <= 3; id++) {
        Clients clients = Clients.of(cluster.node(id));
        String topic = clients.topic(3, 3, Map.of());
        assertThat(clients.describe(topic).partitions())
            .allSatisfy(partition -> assertThat(partition.isr()).hasSize(3))
            .extracting(partition -> partition.leader().id())
            .containsExactlyInAnyOrder(1, 2, 3);
        try (Producer<String, String> producer = clients.producer()) {
          for (int partition = 0; partition < 3; partition++) {
            Clients.get(producer.send(new ProducerRecord<>(topic, partition, "k", "v" + id)));
          }
        }
        assertThat(clients.readAll(topic, 3, 3)).extracting(ConsumerRecord::value).hasSize(3);
      }
    }
  }

  @Test
  void groupsGoOnWhenTheNodeThatKeepsThemDies(@TempDir Path directory) {
    try (ThreeNodes cluster = ThreeNodes.start(directory)) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(1, 3, Map.of());
      try (Producer<String, String> producer = clients.producer();
          Consumer<String, String> consumer = clients.consumer("readers");
          Admin admin = clients.admin()) {
        consumer.subscribe(List.of(topic));
        Clients.get(producer.send(new ProducerRecord<>(topic, "k", "before")));
        assertThat(Clients.poll(consumer, 1)).hasSize(1);
        consumer.commitSync();
        int coordinator =
            Clients.get(admin.describeConsumerGroups(List.of("readers")).all())
                .get("readers")
                .coordinator()
                .id();

        cluster.node(coordinator).kill();

        Clients.get(producer.send(new ProducerRecord<>(topic, "k", "after")));
        assertThat(Clients.poll(consumer, 1))
            .extracting(ConsumerRecord::value)
            .containsExactly("after");
        consumer.commitSync();
      }
    }
  }
}
