package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Topics of a cluster of three nodes, all of which are well, as an administrator makes, moves, and
/// looks at them.
@ExtendWith(SharedCluster.class)
final class ThreeNodesTopicsCompatibilityTest {

  private static final int MOVES_OF_LEADERSHIP = 6;
  private static final int RECORDS_PER_MOVE = 300;

  private final ThreeNodes cluster;
  private final Clients clients;
  private final Admin admin;
  private final ReplicatedPartitions partitions;

  ThreeNodesTopicsCompatibilityTest(ThreeNodes cluster) {
    this.cluster = cluster;
    clients = Clients.of(cluster);
    admin = clients.admin();
    partitions = new ReplicatedPartitions(cluster, clients, admin);
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void anyNodeTakesChangesAndServesWhatTheOthersLead() {
    for (int id = 1; id <= 3; id++) {
      Clients here = Clients.of(cluster.node(id));
      String topic = here.topic(3, 3, Map.of());
      here.awaitInSync(topic, 3, Clients.PATIENCE);
      assertThat(here.describe(topic).partitions())
          .extracting(partition -> partition.leader().id())
          .containsExactlyInAnyOrder(1, 2, 3);
      try (Producer<String, String> producer = here.producer()) {
        for (int partition = 0; partition < 3; partition++) {
          Clients.get(producer.send(new ProducerRecord<>(topic, partition, "k", "v" + id)));
        }
      }
      assertThat(here.readAll(topic, 3, 3)).hasSize(3);
    }
  }

  @Test
  void morePartitionsGetReplicasAsTheFirstOnesHave() {
    String topic = clients.topic(1, 2, Map.of());
    Clients.get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all());
    partitions.awaitKnown(new TopicPartition(topic, 2));
    assertThat(clients.describe(topic).partitions())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.replicas()).hasSize(2));

    var placed = NewPartitions.increaseTo(4, List.of(List.of(3, 1)));
    Clients.get(admin.createPartitions(Map.of(topic, placed)).all());
    partitions.awaitKnown(new TopicPartition(topic, 3));
    assertThat(partitions.info(new TopicPartition(topic, 3)).replicas())
        .extracting(Node::id)
        .containsExactly(3, 1);

    var unlike = NewPartitions.increaseTo(5, List.of(List.of(3)));
    assertThatThrownBy(() -> Clients.get(admin.createPartitions(Map.of(topic, unlike)).all()))
        .isInstanceOf(InvalidReplicaAssignmentException.class);
  }

  @Test
  void aPartitionIsMovedWhileItIsWrittenTo() throws Exception {
    TopicPartition partition = partitions.on(List.of(1, 2));
    try (Writers writers = Writers.start(clients, partition.topic(), 1)) {
      writers.awaitAcknowledged(500);
      partitions.move(partition, List.of(3, 1));
      Await.until(
          "it is moved",
          () ->
              Clients.get(admin.listPartitionReassignments(Set.of(partition)).reassignments())
                  .isEmpty());
      writers.awaitAcknowledged(500);
      stopAndRead(writers, partition);
    }
    partitions.awaitReplicas(partition, Set.of(3, 1));
  }

  /// The nodes ask for two replicas in sync; a topic that has one asks for no more than that.
  @Test
  void aTopicWithOneReplicaIsWrittenToWhileItMovesAndGrows() throws Exception {
    TopicPartition partition = partitions.on(List.of(1));
    try (Writers writers = Writers.start(clients, partition.topic(), 1)) {
      writers.awaitAcknowledged(500);
      partitions.move(partition, List.of(2));
      partitions.awaitReplicas(partition, Set.of(2));
      writers.awaitAcknowledged(500);
      partitions.move(partition, List.of(2, 3));
      partitions.awaitReplicas(partition, Set.of(2, 3));
      writers.awaitAcknowledged(500);
      stopAndRead(writers, partition);
    }
  }

  /// No writer saw an error, and what was acknowledged is there once.
  private void stopAndRead(Writers writers, TopicPartition partition) throws Exception {
    Set<String> acknowledged = writers.stop();

    assertThat(writers.failures()).isEmpty();
    assertThat(partitions.read(partition, acknowledged.size()))
        .extracting(ConsumerRecord::value)
        .containsAll(acknowledged)
        .doesNotHaveDuplicates();
  }

  /// What it has read from one leader the next may not know to be committed yet.
  @Test
  void aReaderGetsEachRecordOnceWhileLeadershipMoves() throws Exception {
    TopicPartition partition = partitions.on(List.of(1, 2, 3));
    Map<String, Object> strict = Map.of("auto.offset.reset", "none", "metadata.max.age.ms", 200);
    try (Writers writers = Writers.start(clients, partition.topic(), 1);
        Consumer<String, String> consumer = clients.consumer(strict)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      long next = 0;
      for (int round = 0; round < MOVES_OF_LEADERSHIP; round++) {
        partitions.lead(partition, 1 + (round + 1) % 3);
        long until = next + RECORDS_PER_MOVE;
        long deadlineNs = System.nanoTime() + Clients.PATIENCE.toNanos();
        while (next < until) {
          assertThat(System.nanoTime()).as("read %d of %d", next, until).isLessThan(deadlineNs);
          for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(50))) {
            assertThat(each.offset()).isEqualTo(next++);
          }
        }
      }
      writers.stop();
      assertThat(writers.failures()).isEmpty();
    }
  }

  @Test
  void impossiblePlacesForReplicasAreRefused() {
    for (Map<Integer, List<Integer>> places :
        List.of(
            Map.of(0, List.of(1, 1)),
            Map.of(0, List.of(1, 2), 1, List.of(1)),
            Map.of(1, List.of(1)),
            Map.of(0, List.<Integer>of()))) {
      var topic = new NewTopic(Clients.unique("impossible"), places);
      assertThatThrownBy(() -> Clients.get(admin.createTopics(List.of(topic)).all()))
          .as("%s", places)
          .isInstanceOf(InvalidReplicaAssignmentException.class);
    }
    var large = new NewTopic(Clients.unique("large"), 10_001, (short) 3);
    assertThatThrownBy(() -> Clients.get(admin.createTopics(List.of(large)).all()))
        .isInstanceOf(PolicyViolationException.class);
  }

  @Test
  void theLogDirectoriesOfAllNodesTellWhatLiesThere() {
    TopicPartition partition = partitions.on(List.of(2, 1));
    partitions.send(partition, "all", 10);

    var told = Clients.get(admin.describeLogDirs(List.of(1, 2, 3)).allDescriptions());

    for (int id = 1; id <= 3; id++) {
      assertThat(told.get(id).values())
          .allSatisfy(each -> assertThat(each.error()).isNull())
          .filteredOn(each -> each.replicaInfos().containsKey(partition))
          .hasSize(id == 3 ? 0 : 1);
    }
    var replica = new TopicPartitionReplica(partition.topic(), 0, 1);
    assertThat(
            Clients.get(admin.describeReplicaLogDirs(List.of(replica)).all())
                .get(replica)
                .getCurrentReplicaLogDir())
        .startsWith(cluster.node(1).dataDirectory().orElseThrow().toString());
  }
}
