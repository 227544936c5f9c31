package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The consumer of kafka-clients, where it reads partitions of its own choice.
@ExtendWith(SharedNode.class)
final class ConsumerCompatibilityTest {

  /// An hour ago: what is older than a week may be deleted under a test's feet.
  private static final long FIRST_TIMESTAMP_MS = System.currentTimeMillis() - 3_600_000;

  private final Clients clients;

  ConsumerCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
  }

  @Test
  void seekingGoesToAnyOffset() {
    TopicPartition partition = filled(100);
    try (Consumer<String, String> consumer = clients.consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 42);
      assertThat(Clients.poll(consumer, 1).getFirst().offset()).isEqualTo(42);
      consumer.seekToBeginning(List.of(partition));
      assertThat(Clients.poll(consumer, 1).getFirst().offset()).isZero();
      consumer.seekToEnd(List.of(partition));
      assertThat(consumer.position(partition)).isEqualTo(100);
    }
  }

  @Test
  void offsetsAreFoundByTimestamp() {
    TopicPartition partition = filled(100);
    try (Consumer<String, String> consumer = clients.consumer(Map.of())) {
      var middle = consumer.offsetsForTimes(Map.of(partition, FIRST_TIMESTAMP_MS + 495));
      assertThat(middle.get(partition).offset()).isEqualTo(50);
      assertThat(middle.get(partition).timestamp()).isEqualTo(FIRST_TIMESTAMP_MS + 500);
      var after = consumer.offsetsForTimes(Map.of(partition, FIRST_TIMESTAMP_MS + 10_000));
      assertThat(after.get(partition)).isNull();
      assertThat(consumer.beginningOffsets(List.of(partition))).containsEntry(partition, 0L);
      assertThat(consumer.endOffsets(List.of(partition))).containsEntry(partition, 100L);
    }
  }

  @Test
  void aPollGivesAtMostWhatWasAskedFor() {
    TopicPartition partition = filled(100);
    try (Consumer<String, String> consumer = clients.consumer(Map.of("max.poll.records", 7))) {
      consumer.assign(List.of(partition));
      assertThat(Clients.poll(consumer, 1)).hasSize(7);
    }
  }

  @Test
  void aPausedPartitionWaits() {
    TopicPartition partition = filled(10);
    try (Consumer<String, String> consumer = clients.consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.pause(List.of(partition));
      assertThat(consumer.poll(Duration.ofMillis(300))).isEmpty();
      consumer.resume(List.of(partition));
      assertThat(Clients.poll(consumer, 10)).hasSize(10);
    }
  }

  @Test
  void aWaitingConsumerGetsARecordAtOnce() {
    TopicPartition partition = filled(0);
    Map<String, Object> patient = Map.of("fetch.max.wait.ms", 4_000);
    try (Consumer<String, String> consumer = clients.consumer(patient)) {
      consumer.assign(List.of(partition));
      consumer.poll(Duration.ofMillis(300));
      send(partition, 1);
      long sentNs = System.nanoTime();
      assertThat(Clients.poll(consumer, 1)).hasSize(1);
      assertThat(Duration.ofNanos(System.nanoTime() - sentNs)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void smallFetchesStillMakeProgress() {
    TopicPartition partition = filled(50);
    Map<String, Object> small = Map.of("max.partition.fetch.bytes", 1, "fetch.max.bytes", 1);
    try (Consumer<String, String> consumer = clients.consumer(small)) {
      consumer.assign(List.of(partition));
      assertThat(Clients.poll(consumer, 50)).hasSize(50);
    }
  }

  @Test
  void manyPartitionsAreReadInOneSession() {
    String topic = clients.topic(40);
    // An idempotent producer may lose its place on Apache Kafka while a new topic's leaders settle.
    Map<String, Object> plain = Map.of("enable.idempotence", false);
    try (Producer<String, String> producer = clients.producer(plain)) {
      IntStream.range(0, 4000)
          .forEach(
              i -> producer.send(new ProducerRecord<>(topic, i % 40, null, String.valueOf(i))));
    }
    List<ConsumerRecord<String, String>> records = clients.readAll(topic, 40, 4000);
    assertThat(records).extracting(ConsumerRecord::value).doesNotHaveDuplicates().hasSize(4000);
  }

  @Test
  void committedOffsetsComeBackWithTheirMetadata() {
    TopicPartition partition = filled(10);
    var committed = new OffsetAndMetadata(7, "as far as I came");
    Map<String, Object> settings = Map.of("group.id", Clients.unique("group"));
    try (Consumer<String, String> consumer = clients.consumer(settings)) {
      consumer.assign(List.of(partition));
      consumer.commitSync(Map.of(partition, committed));
    }
    try (Consumer<String, String> consumer = clients.consumer(settings)) {
      consumer.assign(List.of(partition));
      assertThat(consumer.committed(Set.of(partition))).containsEntry(partition, committed);
      assertThat(Clients.poll(consumer, 3))
          .extracting(ConsumerRecord::offset)
          .startsWith(7L, 8L, 9L);
    }
  }

  @Test
  void withoutACommittedOffsetAConsumerMayInsistOnOne() {
    TopicPartition partition = filled(1);
    Map<String, Object> strict =
        Map.of("group.id", Clients.unique("group"), "auto.offset.reset", "none");
    try (Consumer<String, String> consumer = clients.consumer(strict)) {
      consumer.assign(List.of(partition));
      assertThatThrownBy(() -> Clients.poll(consumer, 1))
          .isInstanceOf(NoOffsetForPartitionException.class);
    }
  }

  @Test
  void anOffsetBeyondTheEndIsOutOfRange() {
    TopicPartition partition = filled(5);
    Map<String, Object> strict = Map.of("auto.offset.reset", "none");
    try (Consumer<String, String> consumer = clients.consumer(strict)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 6);
      assertThatThrownBy(() -> Clients.poll(consumer, 1))
          .isInstanceOf(OffsetOutOfRangeException.class);
    }
  }

  @Test
  void partitionsAndTopicsAreListed() {
    TopicPartition partition = filled(0);
    try (Consumer<String, String> consumer = clients.consumer(Map.of())) {
      assertThat(consumer.partitionsFor(partition.topic())).hasSize(1);
      assertThat(consumer.listTopics()).containsKey(partition.topic());
    }
  }

  /// A partition with so many records, 10 ms apart.
  private TopicPartition filled(int count) {
    var partition = new TopicPartition(clients.topic(1), 0);
    send(partition, count);
    return partition;
  }

  private void send(TopicPartition partition, int count) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < count; i++) {
        long timestampMs = FIRST_TIMESTAMP_MS + 10L * i;
        producer.send(
            new ProducerRecord<>(
                partition.topic(), partition.partition(), timestampMs, "k", String.valueOf(i)));
      }
    }
  }
}
