package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ClassicGroupState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Consumers of kafka-clients that share topics as a classic group.
@ExtendWith(SharedNode.class)
final class ConsumerGroupCompatibilityTest {

  private static final int PARTITIONS = 6;

  private final Clients clients;
  private final String group = Clients.unique("group");
  private final String topic;

  ConsumerGroupCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
    this.topic = clients.topic(PARTITIONS);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        RangeAssignor.class,
        RoundRobinAssignor.class,
        StickyAssignor.class,
        CooperativeStickyAssignor.class
      })
  void everyAssignorSharesThePartitionsAsMembersComeAndGo(Class<?> assignor) {
    Map<String, Object> settings = Map.of("partition.assignment.strategy", assignor.getName());
    try (Consumer<String, String> first = member(settings);
        Consumer<String, String> third = member(settings)) {
      Polling.until(List.of(first), () -> first.assignment().size() == PARTITIONS);
      Consumer<String, String> second = member(settings);
      Polling.until(List.of(first, second), () -> Polling.shared(List.of(first, second), 3));
      Polling.until(
          List.of(first, second, third), () -> Polling.shared(List.of(first, second, third), 2));
      second.close();
      Polling.until(List.of(first, third), () -> Polling.shared(List.of(first, third), 3));
    }
  }

  @Test
  void aGroupGoesOnWhereItCommitted() {
    send(600);
    Set<String> seen = new HashSet<>();
    try (Consumer<String, String> consumer = member(Map.of("max.poll.records", 100))) {
      values(Clients.poll(consumer, 300)).forEach(seen::add);
      consumer.commitSync();
    }
    try (Consumer<String, String> consumer = member(Map.of())) {
      List<String> rest = values(Clients.poll(consumer, 600 - seen.size()));
      assertThat(rest).doesNotContainAnyElementsOf(seen).hasSize(600 - seen.size());
    }
  }

  @Test
  void everyRecordIsReadByExactlyOneMember() {
    try (Consumer<String, String> first = member(Map.of());
        Consumer<String, String> second = member(Map.of())) {
      List<Consumer<String, String>> members = List.of(first, second);
      Polling.until(members, () -> Polling.shared(members, 3));
      send(1000);
      var values = new ArrayList<String>();
      Polling.until(members, values, () -> values.size() >= 1000);
      assertThat(values).doesNotHaveDuplicates().hasSize(1000);
    }
  }

  @Test
  void aMemberThatFallsSilentLosesItsPartitions() {
    Map<String, Object> hasty = Map.of("session.timeout.ms", 6000, "heartbeat.interval.ms", 300);
    Map<String, Object> silent =
        Map.of(
            "session.timeout.ms", 6000,
            "heartbeat.interval.ms", 300,
            "max.poll.interval.ms", 2000,
            "client.id", "silent");
    try (Consumer<String, String> first = member(hasty);
        Consumer<String, String> second = member(silent)) {
      Polling.until(List.of(first, second), () -> Polling.shared(List.of(first, second), 3));
      Polling.until(List.of(first), () -> first.assignment().size() == PARTITIONS);
    }
  }

  @Test
  void newPartitionsAreSharedToo() {
    Map<String, Object> curious = Map.of("metadata.max.age.ms", 500);
    try (Consumer<String, String> consumer = member(curious);
        Admin admin = clients.admin()) {
      Polling.until(List.of(consumer), () -> consumer.assignment().size() == PARTITIONS);
      Clients.get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(8))).all());
      Polling.until(List.of(consumer), () -> consumer.assignment().size() == 8);
    }
  }

  @Test
  void aGroupIsDescribedWithItsMembersAndDeletedWhenEmpty() {
    try (Admin admin = clients.admin()) {
      try (Consumer<String, String> consumer = member(Map.of("client.id", "reader"))) {
        Polling.until(List.of(consumer), () -> consumer.assignment().size() == PARTITIONS);
        ClassicGroupDescription description = describe(admin);
        assertThat(description.state()).isEqualTo(ClassicGroupState.STABLE);
        assertThat(description.protocolData()).isEqualTo("range");
        assertThat(description.members())
            .singleElement()
            .satisfies(member -> assertThat(member.clientId()).isEqualTo("reader"))
            .satisfies(
                member -> assertThat(member.assignment().topicPartitions()).hasSize(PARTITIONS));
        consumer.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)));
      }
      assertThat(describe(admin).state()).isEqualTo(ClassicGroupState.EMPTY);
      Clients.get(admin.deleteConsumerGroups(List.of(group)).all());
      assertThat(Clients.get(admin.listGroups().all()))
          .noneMatch(listing -> listing.groupId().equals(group));
    }
  }

  private ClassicGroupDescription describe(Admin admin) {
    return Clients.get(admin.describeClassicGroups(List.of(group)).describedGroups().get(group));
  }

  private Consumer<String, String> member(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("group.id", group);
    all.putIfAbsent("heartbeat.interval.ms", 300);
    Consumer<String, String> consumer = clients.consumer(all);
    consumer.subscribe(List.of(topic));
    return consumer;
  }

  private void send(int count) {
    try (Producer<String, String> producer = clients.producer()) {
      IntStream.range(0, count)
          .forEach(
              i -> producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, "value" + i)));
    }
  }

  private static List<String> values(List<ConsumerRecord<String, String>> records) {
    return records.stream().map(ConsumerRecord::value).toList();
  }
}
