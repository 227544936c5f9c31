package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What users of Kafka rely on where a topic has several replicas and one of its nodes is away.
final class ReplicatedTopicCompatibilityTest {

  @TempDir private static Path directory;
  private static ThreeNodes cluster;

  private final Clients clients = Clients.of(cluster);
  private final Admin admin = clients.admin();
  private final ReplicatedPartitions partitions = new ReplicatedPartitions(cluster, clients, admin);

  @BeforeAll
  static void start() {
    cluster = ThreeNodes.start(directory);
  }

  @AfterEach
  void close() {
    admin.close();
    cluster.startStoppedAgain();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void recordsThatWereDeletedWhileAReplicaWasAwayAreGoneThereToo() {
    TopicPartition partition = partitions.on(List.of(1, 2, 3));
    partitions.send(partition, "all", 10);
    cluster.node(3).stop();
    partitions.awaitInSync(partition, Set.of(1, 2));
    partitions.send(partition, "all", 10);
    Clients.get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(15))).all());

    cluster.node(3).startAgain();
    partitions.awaitInSync(partition, Set.of(1, 2, 3));
    partitions.lead(partition, 3);

    assertThat(partitions.offset(partition, OffsetSpec.earliest())).isEqualTo(15);
    assertThat(partitions.read(partition, 5))
        .extracting(ConsumerRecord::offset)
        .containsExactly(15L, 16L, 17L, 18L, 19L);
  }

  @Test
  void aWriteForWhichTooFewAreInSyncIsRefusedUntilTheyAre() {
    TopicPartition partition = partitions.on(List.of(1, 2, 3), Map.of("min.insync.replicas", "3"));
    partitions.send(partition, "all", 1);
    cluster.node(2).stop();
    partitions.awaitInSync(partition, Set.of(1, 3));

    assertThatThrownBy(() -> partitions.sendOnce(partition, "all", 1))
        .isInstanceOf(NotEnoughReplicasException.class);
    partitions.send(partition, "1", 1);

    cluster.node(2).startAgain();
    partitions.awaitInSync(partition, Set.of(1, 2, 3));
    partitions.send(partition, "all", 1);
    assertThat(partitions.read(partition, 3)).hasSize(3);
  }

  @Test
  void onlyACommandMakesALeaderOfAReplicaThatLacksRecords() {
    TopicPartition partition = partitions.on(List.of(1, 2), Map.of("min.insync.replicas", "1"));
    partitions.send(partition, "all", 10);
    cluster.node(2).stop();
    partitions.awaitInSync(partition, Set.of(1));
    partitions.send(partition, "all", 5);
    cluster.node(1).stop();
    cluster.node(2).startAgain();
    Await.until("nobody leads", () -> partitions.leader(partition).isEmpty());

    Clients.get(admin.electLeaders(ElectionType.UNCLEAN, Set.of(partition)).all());

    partitions.awaitLeader(partition, 2);
    partitions.send(partition, "all", 1);
    cluster.node(1).startAgain();
    partitions.awaitInSync(partition, Set.of(1, 2));
    partitions.lead(partition, 1);
    assertThat(partitions.offset(partition, OffsetSpec.latest())).isEqualTo(11);
    assertThat(partitions.read(partition, 11)).hasSize(11);
  }

  @Test
  void replicasMayBeOnNodesThatAreAwayButNotOnUnknownOnes() {
    cluster.node(3).stop();
    Await.until("3 is away", () -> Clients.get(admin.describeCluster().nodes()).size() == 2);

    TopicPartition partition = partitions.on(List.of(3, 1), Map.of("min.insync.replicas", "1"));
    assertThat(partitions.leader(partition)).contains(1);
    String spread = clients.topic(2, 3, Map.of());
    assertThatThrownBy(() -> clients.topic(1, 4, Map.of()))
        .isInstanceOf(InvalidReplicationFactorException.class);
    assertThatThrownBy(() -> partitions.on(List.of(1, 9)))
        .isInstanceOf(InvalidReplicaAssignmentException.class);

    cluster.node(3).startAgain();
    partitions.awaitInSync(partition, Set.of(1, 3));
    clients.awaitInSync(spread, 3, Clients.PATIENCE.multipliedBy(2));
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
      // One replica alone satisfies no min.insync.replicas of two.
      partitions.move(partition, List.of(3, 1));
      Await.until(
          "it is moved",
          () -> Clients.get(admin.listPartitionReassignments().reassignments()).isEmpty());
      writers.awaitAcknowledged(500);
      Set<String> acknowledged = writers.stop();

      assertThat(writers.failures()).isEmpty();
      assertThat(partitions.read(partition, acknowledged.size()))
          .extracting(ConsumerRecord::value)
          .containsAll(acknowledged)
          .doesNotHaveDuplicates();
    }
    partitions.awaitReplicas(partition, Set.of(3, 1));
  }
}
