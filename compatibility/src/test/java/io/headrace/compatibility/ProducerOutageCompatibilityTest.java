package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Producers whose node is away for a while.
final class ProducerOutageCompatibilityTest {

  /// Without a node to ask, the client begins anew after a tenth of a second and forgets its topics
  /// (KIP-899): from then on each send waits a minute for them. What is sent here has to get into
  /// the client's buffer, however long the node takes to end.
  private static final Map<String, Object> SMALL_BATCHES_AND_A_MEMORY =
      Map.of("batch.size", 500, "metadata.recovery.strategy", "none");

  @Test
  void whatIsSentWhileTheNodeIsAwayArrivesOnceAndInOrder(@TempDir Path directory) {
    try (NodeProcess node = NodeProcess.start(directory)) {
      Clients clients = Clients.of(node);
      String topic = clients.topic(1);
      var sent = new ArrayList<Future<RecordMetadata>>();
      try (Producer<String, String> producer = clients.producer(SMALL_BATCHES_AND_A_MEMORY)) {
        send(producer, topic, 0, 300, sent);
        node.stop();
        send(producer, topic, 300, 600, sent);
        node.startAgain();
        send(producer, topic, 600, 900, sent);
        List<RecordMetadata> answers = sent.stream().map(Clients::get).toList();
        assertThat(answers).extracting(RecordMetadata::offset).isSorted().endsWith(899L);
      }
      assertThat(clients.readAll(topic, 1, 900))
          .extracting(ConsumerRecord::value)
          .isEqualTo(IntStream.range(0, 900).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void aProducerGivesUpWhenItsTimeIsOver(@TempDir Path directory) {
    Map<String, Object> hasty = Map.of("delivery.timeout.ms", 2000, "request.timeout.ms", 1000);
    try (NodeProcess node = NodeProcess.start(directory)) {
      Clients clients = Clients.of(node);
      String topic = clients.topic(1);
      try (Producer<String, String> producer = clients.producer(hasty)) {
        Clients.get(producer.send(new ProducerRecord<>(topic, "k", "before")));
        node.freeze();
        long startNs = System.nanoTime();
        var during = producer.send(new ProducerRecord<>(topic, "k", "during"));
        assertThatThrownBy(() -> Clients.get(during)).isInstanceOf(TimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Clients.PATIENCE);
        producer.close(Duration.ZERO);
      }
    }
  }

  private static void send(
      Producer<String, String> producer,
      String topic,
      int from,
      int to,
      List<Future<RecordMetadata>> sent) {
    for (int i = from; i < to; i++) {
      sent.add(producer.send(new ProducerRecord<>(topic, "k", String.valueOf(i))));
    }
  }
}
