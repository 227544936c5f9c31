package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Producers and consumers of a cluster of three nodes in three racks, all of which are well.
@ExtendWith(SharedCluster.class)
final class ThreeNodesClientsCompatibilityTest {

  private final Clients clients;
  private final Admin admin;
  private final ReplicatedPartitions partitions;

  ThreeNodesClientsCompatibilityTest(ThreeNodes cluster) {
    clients = Clients.of(cluster);
    admin = clients.admin();
    partitions = new ReplicatedPartitions(cluster, clients, admin);
  }

  @AfterEach
  void close() {
    admin.close();
  }

  /// A follower must not let a reader wait for its time when news comes from the leader.
  @Test
  void aReaderThatWaitsAtAFollowerGetsWhatIsReplicatedThere() {
    TopicPartition partition = partitions.on(List.of(1, 2, 3));
    Map<String, Object> patient =
        Map.of(
            "client.rack", "rack-3", "fetch.max.wait.ms", 300_000, "request.timeout.ms", 400_000);
    try (Consumer<String, String> consumer = clients.consumer(patient)) {
      consumer.assign(List.of(partition));
      partitions.send(partition, "all", 1);
      assertThat(Clients.poll(consumer, 1)).hasSize(1);
      Await.until(
          "the follower is asked",
          () -> {
            consumer.poll(Duration.ofMillis(10));
            return fetchesFrom(consumer, 3) > 1;
          });

      partitions.send(partition, "all", 3);

      assertThat(Clients.poll(consumer, 3)).hasSize(3);
    }
  }

  private static double fetchesFrom(Consumer<?, ?> consumer, int node) {
    return consumer.metrics().entrySet().stream()
        .filter(each -> each.getKey().name().equals("request-total"))
        .filter(each -> ("node-" + node).equals(each.getKey().tags().get("node-id")))
        .mapToDouble(each -> (double) each.getValue().metricValue())
        .sum();
  }

  /// KIP-881, with the racks that brokers and replicas are told with.
  @Test
  void membersOfAGroupGetThePartitionsInTheirRacks() {
    String topic = Clients.unique("racks");
    Map<Integer, List<Integer>> placed =
        Map.of(
            0,
            List.of(3),
            1,
            List.of(1),
            2,
            List.of(2),
            3,
            List.of(2),
            4,
            List.of(3),
            5,
            List.of(1));
    Clients.get(admin.createTopics(List.of(new NewTopic(topic, placed))).all());
    String group = Clients.unique("racks");
    List<Consumer<String, String>> members =
        IntStream.rangeClosed(1, 3).mapToObj(rack -> member(group, rack)).toList();
    try {
      members.forEach(member -> member.subscribe(List.of(topic)));
      Polling.until(members, () -> Polling.shared(members, 2) && readInTheirRacks(members, placed));
    } finally {
      members.forEach(Consumer::close);
    }
  }

  /// The first member is in rack 1, where node 1 is, and so on.
  private static boolean readInTheirRacks(
      List<Consumer<String, String>> members, Map<Integer, List<Integer>> placed) {
    return IntStream.rangeClosed(1, members.size())
        .allMatch(rack ->
            members.get(rack - 1).assignment().stream()
                .allMatch(each -> placed.get(each.partition()).equals(List.of(rack))));
  }

  private Consumer<String, String> member(String group, int rack) {
    return clients.consumer(
        Map.of(
            "group.id",
            group,
            "client.rack",
            "rack-" + rack,
            "partition.assignment.strategy",
            RangeAssignor.class.getName()));
  }

  /// Larger than `replica.fetch.max.bytes`, which is 1 MiB.
  @Test
  void aRecordAsLargeAsItsTopicAllowsIsReplicatedAndALargerOneRefused() {
    TopicPartition partition =
        partitions.on(List.of(2, 3, 1), Map.of("max.message.bytes", "3000000"));
    Map<String, Object> generous =
        Map.of("max.request.size", 10_000_000, "buffer.memory", 40_000_000L);
    try (Producer<String, String> producer = clients.producer(generous)) {
      Clients.get(producer.send(record(partition, "x".repeat(2_900_000))));
      assertThatThrownBy(() -> Clients.get(producer.send(record(partition, "x".repeat(3_100_000)))))
          .isInstanceOf(RecordTooLargeException.class);
    }
    partitions.awaitInSync(partition, Set.of(1, 2, 3));
    assertThat(partitions.read(partition, 1).getFirst().value()).hasSize(2_900_000);
  }

  @Test
  void nobodyWritesToATopicOfTheCluster() {
    Clients.get(
        admin
            .alterConsumerGroupOffsets(
                Clients.unique("group"),
                Map.of(partitions.on(List.of(1)), new OffsetAndMetadata(0)))
            .all());
    try (Producer<String, String> producer = clients.producer()) {
      var internal = new TopicPartition("__consumer_offsets", 0);
      assertThatThrownBy(() -> Clients.get(producer.send(record(internal, "x"))))
          .isInstanceOf(InvalidTopicException.class);
    }
  }

  @Test
  void whoWritesAndReadsFindsPartitionsThatAreAdded() {
    String topic = clients.topic(1, 3, Map.of());
    try (Producer<String, String> producer = clients.producer(Map.of("metadata.max.age.ms", 500));
        Consumer<String, String> consumer =
            clients.consumer(
                Map.of("group.id", Clients.unique("grown"), "metadata.max.age.ms", 500))) {
      consumer.subscribe(List.of(topic));
      Clients.get(producer.send(record(new TopicPartition(topic, 0), "a")));
      assertThat(Clients.poll(consumer, 1)).hasSize(1);

      Clients.get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all());

      Await.until("the producer knows", () -> producer.partitionsFor(topic).size() == 3);
      for (int i = 0; i < 3; i++) {
        Clients.get(producer.send(record(new TopicPartition(topic, i), "b")));
      }
      assertThat(Clients.poll(consumer, 3))
          .extracting(each -> each.partition())
          .containsExactlyInAnyOrder(0, 1, 2);
    }
  }

  @Test
  void everyReplicaKnowsTheProducersOfItsPartition() {
    TopicPartition partition = partitions.on(List.of(3, 1, 2));
    try (Producer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(record(partition, "x")));
      ProducerState expected =
          producers(admin, partition, new DescribeProducersOptions()).getFirst();

      for (int id = 1; id <= 3; id++) {
        var asked = new DescribeProducersOptions().brokerId(id);
        // An admin client that has met the partition's leader asks it, whatever broker is named.
        try (Admin unknowing = clients.admin()) {
          Await.until("replicated", () -> !producers(unknowing, partition, asked).isEmpty());
          assertThat(producers(unknowing, partition, asked))
              .singleElement()
              .as("the same on every replica, its last timestamp too")
              .isEqualTo(expected);
        }
      }
    }
  }

  private static List<ProducerState> producers(
      Admin asking, TopicPartition partition, DescribeProducersOptions options) {
    return Clients.get(
            asking.describeProducers(List.of(partition), options).partitionResult(partition))
        .activeProducers();
  }

  @Test
  void offsetsOfPartitionsWithThreeLeadersAreAskedForAtOnce() {
    String topic = clients.topic(6, 3, Map.of());
    var all = new ArrayList<TopicPartition>();
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < 6; i++) {
        var partition = new TopicPartition(topic, i);
        all.add(partition);
        asked.put(partition, i % 2 == 0 ? OffsetSpec.latest() : OffsetSpec.maxTimestamp());
        for (int n = 0; n <= i; n++) {
          Clients.get(producer.send(record(partition, "x")));
        }
      }
    }

    var told = Clients.get(admin.listOffsets(asked).all());

    for (int i = 0; i < 6; i++) {
      assertThat(told.get(all.get(i)).offset()).isEqualTo(i % 2 == 0 ? i + 1 : i);
    }
    try (Consumer<String, String> consumer = clients.consumer(Map.of())) {
      assertThat(consumer.endOffsets(all).values())
          .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
      assertThat(consumer.beginningOffsets(all).values()).containsOnly(0L);
    }
  }

  /// They lie in the partitions of `__consumer_offsets`, which all three nodes lead.
  @Test
  void groupsOfAllCoordinatorsAreListedDescribedAndDeleted() {
    TopicPartition partition = partitions.on(List.of(1, 2, 3));
    Set<String> groups =
        IntStream.range(0, 9).mapToObj(_ -> Clients.unique("many")).collect(Collectors.toSet());
    for (String group : groups) {
      Clients.get(
          admin
              .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(7)))
              .all());
    }

    assertThat(Clients.get(admin.listGroups().all()))
        .extracting(GroupListing::groupId)
        .containsAll(groups);
    var described = Clients.get(admin.describeConsumerGroups(groups).all());
    assertThat(described.keySet()).isEqualTo(groups);
    assertThat(described.values())
        .extracting(each -> each.coordinator().id())
        .doesNotContainNull()
        .allMatch(id -> id >= 1 && id <= 3);

    Clients.get(admin.deleteConsumerGroups(groups).all());
    assertThat(Clients.get(admin.listGroups().all()))
        .extracting(GroupListing::groupId)
        .doesNotContainAnyElementsOf(groups);
  }

  private static ProducerRecord<String, String> record(TopicPartition partition, String value) {
    return new ProducerRecord<>(partition.topic(), partition.partition(), "k", value);
  }
}
