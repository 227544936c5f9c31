package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where consumers begin, what they are told of rebalances, and how they commit.
@ExtendWith(SharedNode.class)
final class ConsumerLifeCompatibilityTest {

  private static final int RECORDS = 10;

  private final Clients clients;
  private final String group = Clients.unique("life");

  ConsumerLifeCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
  }

  @ParameterizedTest
  @CsvSource({"earliest, 3", "latest, 10", "by_duration:PT330M, 5", "by_duration:P1D, 3"})
  void aConsumerWithoutACommittedOffsetBeginsWhereItWasTold(String reset, long expected) {
    TopicPartition partition = hourly();
    try (Consumer<String, String> consumer = clients.consumer(Map.of("auto.offset.reset", reset))) {
      consumer.assign(List.of(partition));
      assertThat(consumer.position(partition)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"earliest, 3", "latest, 10", "by_duration:PT330M, 5"})
  void aConsumerOutOfRangeGoesOnWhereItWasTold(String reset, long expected) {
    TopicPartition partition = hourly();
    try (Consumer<String, String> consumer = clients.consumer(Map.of("auto.offset.reset", reset))) {
      consumer.assign(List.of(partition));
      for (long outside : new long[] {1, 99}) {
        consumer.seek(partition, outside);
        Polling.until(List.of(consumer), () -> consumer.position(partition) != outside);
        long position = consumer.position(partition);
        assertThat(position).as("from " + outside).isIn(expected, (long) RECORDS);
      }
    }
  }

  @Test
  void aConsumerThatInsistsIsToldThatItIsOutOfRange() {
    TopicPartition partition = hourly();
    Map<String, Object> strict = Map.of("auto.offset.reset", "none");
    try (Consumer<String, String> consumer = clients.consumer(strict)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 1);
      assertThatThrownBy(() -> Polling.until(List.of(consumer), () -> false))
          .isInstanceOf(OffsetOutOfRangeException.class);
    }
  }

  @Test
  void whoReadsOnlyWhatIsCommittedReadsWhatNobodyWroteInATransaction() {
    TopicPartition partition = hourly();
    Map<String, Object> settings = Map.of("isolation.level", "read_committed");
    try (Consumer<String, String> consumer = clients.consumer(settings)) {
      consumer.assign(List.of(partition));
      assertThat(Clients.poll(consumer, 7)).hasSize(7);
      assertThat(consumer.endOffsets(List.of(partition))).containsEntry(partition, 10L);
      assertThat(consumer.currentLag(partition)).hasValue(0);
    }
  }

  @Test
  void commitsWithoutWaitingComeBackInTheirOrder() {
    TopicPartition partition = hourly();
    try (Consumer<String, String> consumer = member(partition.topic(), Map.of())) {
      var order = new ArrayList<Long>();
      Polling.until(List.of(consumer), () -> !consumer.assignment().isEmpty());
      for (long offset = 0; offset < 20; offset++) {
        consumer.commitAsync(
            Map.of(partition, new OffsetAndMetadata(offset)),
            (offsets, error) -> {
              assertThat(error).isNull();
              order.add(offsets.get(partition).offset());
            });
      }
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(20)));
      assertThat(order).containsExactlyElementsOf(LongStream.range(0, 20).boxed().toList());
      assertThat(consumer.committed(Set.of(partition)).get(partition).offset()).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, assigned 4;revoked 4;assigned 2;revoked 2",
    "true, assigned 4;revoked 2;assigned 0;assigned 0;revoked 2"
  })
  void aListenerHearsOfEveryRebalance(boolean cooperative, String expected) {
    String topic = clients.topic(4);
    Class<?> assignor = cooperative ? CooperativeStickyAssignor.class : RangeAssignor.class;
    Map<String, Object> settings = Map.of("partition.assignment.strategy", assignor.getName());
    var heard = new ArrayList<String>();
    Consumer<String, String> first = member(topic, settings, listener(heard));
    try (Consumer<String, String> second = member(topic, settings)) {
      Polling.until(List.of(first), () -> first.assignment().size() == 4);
      Polling.until(List.of(first, second), () -> Polling.shared(List.of(first, second), 2));
      first.close();
      Polling.until(List.of(second), () -> second.assignment().size() == 4);
    }
    assertThat(String.join(";", heard)).isEqualTo(expected);
  }

  @Test
  void whoDoesNotPollInTimeLosesItsPartitionsAndMayNotCommit() {
    String topic = clients.topic(2);
    TopicPartition partition = new TopicPartition(topic, 0);
    var heard = new ArrayList<String>();
    Map<String, Object> slow = Map.of("max.poll.interval.ms", 500);
    try (Consumer<String, String> sleeper = member(topic, slow, listener(heard));
        Consumer<String, String> other = member(topic, Map.of())) {
      Polling.until(List.of(sleeper), () -> sleeper.assignment().size() == 2);
      Polling.until(List.of(other), () -> other.assignment().size() == 2);
      assertThatThrownBy(() -> sleeper.commitSync(Map.of(partition, new OffsetAndMetadata(1))))
          .isInstanceOf(CommitFailedException.class);
      Polling.until(List.of(sleeper, other), () -> Polling.shared(List.of(sleeper, other), 1));
      assertThat(heard).startsWith("assigned 2", "lost 2", "assigned 1");
    }
  }

  private static ConsumerRebalanceListener listener(List<String> heard) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        heard.add("revoked " + partitions.size());
      }

      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        heard.add("assigned " + partitions.size());
      }

      @Override
      public void onPartitionsLost(Collection<TopicPartition> partitions) {
        heard.add("lost " + partitions.size());
      }
    };
  }

  private Consumer<String, String> member(String topic, Map<String, Object> settings) {
    return member(topic, settings, listener(new ArrayList<>()));
  }

  private Consumer<String, String> member(
      String topic, Map<String, Object> settings, ConsumerRebalanceListener listener) {
    var all = new HashMap<String, Object>(settings);
    all.put("group.id", group);
    all.put("heartbeat.interval.ms", 300);
    Consumer<String, String> consumer = clients.consumer(all);
    consumer.subscribe(List.of(topic), listener);
    return consumer;
  }

  /// A record for each of the last ten hours, the first three of which are deleted.
  private TopicPartition hourly() {
    var partition = new TopicPartition(clients.topic(1), 0);
    long nowMs = System.currentTimeMillis();
    try (Producer<String, String> producer = clients.producer();
        Admin admin = clients.admin()) {
      var sent = new ArrayList<Future<?>>();
      for (int i = 0; i < RECORDS; i++) {
        long timestampMs = nowMs - Duration.ofHours(RECORDS - i).toMillis();
        sent.add(producer.send(new ProducerRecord<>(partition.topic(), 0, timestampMs, "k", "v")));
      }
      sent.forEach(Clients::get);
      Clients.get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(3))).all());
    }
    return partition;
  }
}
