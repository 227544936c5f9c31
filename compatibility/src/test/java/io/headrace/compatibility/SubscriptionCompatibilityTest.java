package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Consumers whose topics come, grow and go while they read.
@ExtendWith(SharedNode.class)
final class SubscriptionCompatibilityTest {

  private final Clients clients;
  private final Admin admin;
  private final String prefix = Clients.unique("match");

  SubscriptionCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
    this.admin = clients.admin();
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @ParameterizedTest
  @ValueSource(classes = {RangeAssignor.class, CooperativeStickyAssignor.class})
  void aPatternFollowsTopicsAsTheyComeAndGo(Class<?> assignor) {
    String first = create("first");
    try (Consumer<String, String> consumer = matching(assignor)) {
      Polling.until(List.of(consumer), () -> topicsOf(consumer).equals(Set.of(first)));

      String second = create("second");
      create(Clients.unique("unrelated"), 1);
      Polling.until(List.of(consumer), () -> topicsOf(consumer).equals(Set.of(first, second)));
      send(first, 0, 5);
      send(second, 0, 5);
      assertThat(Clients.poll(consumer, 10)).hasSize(10);
      // Or a rebalance that revokes everything would begin anew with what was read.
      consumer.commitSync();

      Clients.get(admin.deleteTopics(List.of(first)).all());
      Polling.until(List.of(consumer), () -> topicsOf(consumer).equals(Set.of(second)));
      send(second, 0, 5);
      assertThat(Clients.poll(consumer, 5)).hasSize(5);
    }
  }

  @Test
  void membersShareATopicThatOneOfThemSawComing() {
    create("first");
    try (Consumer<String, String> one = matching(RangeAssignor.class);
        Consumer<String, String> other = matching(RangeAssignor.class)) {
      List<Consumer<String, String>> members = List.of(one, other);
      Polling.until(members, () -> Polling.shared(members, 1));
      create("second");
      Polling.until(members, () -> Polling.shared(members, 2));
    }
  }

  @Test
  void aTopicDeletedAndMadeAgainIsReadFromItsBeginning() {
    String topic = create("again");
    try (Consumer<String, String> consumer = matching(RangeAssignor.class)) {
      send(topic, 0, 5);
      assertThat(Clients.poll(consumer, 5)).hasSize(5);
      consumer.commitSync();
      Clients.get(admin.deleteTopics(List.of(topic)).all());
      Polling.until(List.of(consumer), () -> topicsOf(consumer).isEmpty());

      create("again");
      send(topic, 0, 3);
      assertThat(Clients.poll(consumer, 3))
          .extracting(ConsumerRecord::offset)
          .containsExactly(0L, 1L, 2L);
    }
  }

  @Test
  void partitionsAddedToATopicAreReadFromTheirBeginning() {
    String topic = create("grows");
    try (Consumer<String, String> consumer = consumer(Map.of("auto.offset.reset", "earliest"))) {
      consumer.subscribe(List.of(topic));
      Polling.until(List.of(consumer), () -> consumer.assignment().size() == 2);
      Clients.get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all());
      send(topic, 3, 5);
      assertThat(Clients.poll(consumer, 5)).extracting(ConsumerRecord::partition).containsOnly(3);
      assertThat(consumer.assignment()).hasSize(4);
    }
  }

  @Test
  void aTopicThatIsWaitedForIsReadOnceItIsThere() {
    try (Consumer<String, String> consumer = consumer(Map.of("allow.auto.create.topics", false))) {
      String later = prefix + "-later";
      consumer.subscribe(List.of(later));
      Polling.during(Duration.ofMillis(600), List.of(consumer));
      assertThat(consumer.assignment()).isEmpty();
      create("later");
      send(later, 1, 2);
      assertThat(Clients.poll(consumer, 2)).hasSize(2);
    }
  }

  @Test
  void aReaderOfADeletedTopicNeitherFailsNorHangs() {
    String gone = create("gone");
    String stays = create("stays");
    var partitions = List.of(new TopicPartition(gone, 0), new TopicPartition(stays, 0));
    try (Consumer<String, String> consumer = consumer(Map.of())) {
      consumer.assign(partitions);
      send(gone, 0, 1);
      assertThat(Clients.poll(consumer, 1)).hasSize(1);
      Clients.get(admin.deleteTopics(List.of(gone)).all());
      send(stays, 0, 3);
      assertThat(Clients.poll(consumer, 3)).hasSize(3);
    }
  }

  private Consumer<String, String> matching(Class<?> assignor) {
    Map<String, Object> settings =
        Map.of("partition.assignment.strategy", assignor.getName(), "group.id", prefix);
    Consumer<String, String> consumer = consumer(settings);
    consumer.subscribe(Pattern.compile(prefix + "-.*"));
    return consumer;
  }

  private Consumer<String, String> consumer(Map<String, Object> settings) {
    var all = new HashMap<String, Object>(settings);
    all.putIfAbsent("group.id", Clients.unique("group"));
    all.put("metadata.max.age.ms", 300);
    // Or the client would not join again before it has committed for a topic that is gone.
    all.put("enable.auto.commit", false);
    all.put("heartbeat.interval.ms", 300);
    return clients.consumer(all);
  }

  private static Set<String> topicsOf(Consumer<String, String> consumer) {
    return consumer.assignment().stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  private String create(String suffix) {
    return create(prefix + "-" + suffix, 2);
  }

  private String create(String name, int partitions) {
    Clients.get(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all());
    return name;
  }

  private void send(String topic, int partition, int count) {
    try (Producer<String, String> producer = clients.producer()) {
      var sent = new ArrayList<Future<?>>();
      for (int i = 0; i < count; i++) {
        sent.add(producer.send(new ProducerRecord<>(topic, partition, "k", "v" + i)));
      }
      sent.forEach(Clients::get);
    }
  }
}
