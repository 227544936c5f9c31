package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Topics and brokers of a cluster of three nodes as an administrator changes them, while one of
/// the nodes may be away.
final class ThreeNodesTopicsCompatibilityTest {

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
  void aTopicThatIsDeletedAndMadeAgainWhileANodeIsAwayIsTheNewOneThereToo() {
    TopicPartition partition = partitions.on(List.of(1, 2, 3));
    String name = partition.topic();
    partitions.send(partition, "all", 10);
    String oldId = clients.describe(name).topicId().toString();
    cluster.node(3).stop();

    Clients.get(admin.deleteTopics(List.of(name)).all());
    var again = new NewTopic(name, Map.of(0, List.of(3, 1, 2)));
    Clients.get(admin.createTopics(List.of(again)).all());
    partitions.send(partition, "all", 2);
    cluster.node(3).startAgain();

    partitions.awaitInSync(partition, Set.of(1, 2, 3));
    partitions.lead(partition, 3);
    assertThat(partitions.offset(partition, OffsetSpec.latest())).isEqualTo(2);
    Await.until("the old one is gone from the disk", () -> logsOn(3, oldId) == 0);
    assertThat(logsOn(3, clients.describe(name).topicId().toString())).isEqualTo(1);
  }

  private static long logsOn(int node, String topicId) {
    try (Stream<Path> files = Files.walk(cluster.node(node).dataDirectory().orElseThrow())) {
      return files.filter(each -> each.getFileName().toString().equals(topicId + "-0")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whereRecordsBeginIsKnownAfterAllNodesWereAway() {
    TopicPartition partition = partitions.on(List.of(2, 3, 1));
    partitions.send(partition, "all", 10);
    Clients.get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(3))).all());
    cluster.nodes().forEach(NodeProcess::kill);

    cluster.startStoppedAgain();

    partitions.awaitInSync(partition, Set.of(1, 2, 3));
    for (int leader = 1; leader <= 3; leader++) {
      partitions.lead(partition, leader);
      assertThat(partitions.offset(partition, OffsetSpec.earliest())).isEqualTo(3);
    }
    assertThat(partitions.read(partition, 7))
        .extracting(ConsumerRecord::offset)
        .containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void aMoveToANodeThatIsAwayIsShownAndMayBeTakenBack() {
    TopicPartition partition = partitions.on(List.of(1, 2));
    TopicPartition other = partitions.on(List.of(1, 2));
    partitions.send(partition, "all", 10);
    cluster.node(3).stop();

    partitions.move(partition, List.of(3, 2));
    partitions.move(other, List.of(1, 3));

    Await.until("it is shown", () -> moves().containsKey(partition));
    PartitionReassignment shown = moves().get(partition);
    assertThat(shown.addingReplicas()).containsExactly(3);
    assertThat(shown.removingReplicas()).containsExactly(1);
    partitions.send(partition, "all", 1);
    Clients.get(admin.deleteTopics(List.of(other.topic())).all());
    Clients.get(admin.alterPartitionReassignments(Map.of(partition, Optional.empty())).all());
    Await.until("none is shown", () -> moves().isEmpty());
    partitions.awaitReplicas(partition, Set.of(1, 2));
    assertThat(partitions.read(partition, 11)).hasSize(11);
  }

  private Map<TopicPartition, PartitionReassignment> moves() {
    return Clients.get(admin.listPartitionReassignments().reassignments());
  }

  @Test
  void whoCameBackLeadsAgainWhatItIsPreferredFor() {
    TopicPartition partition = partitions.on(List.of(3, 1, 2));
    cluster.node(3).stop();
    Await.until("another leads", () -> partitions.leader(partition).orElse(3) != 3);
    cluster.node(3).startAgain();
    partitions.awaitInSync(partition, Set.of(1, 2, 3));

    Clients.get(admin.electLeaders(ElectionType.PREFERRED, null).all());

    partitions.awaitLeader(partition, 3);
  }

  @Test
  void whatBrokersAreSetToHoldsForAllAndEachAtOnce() {
    TopicPartition partition = partitions.on(List.of(1, 2, 3));
    set("", "message.max.bytes", "2000");
    set("2", "message.max.bytes", "3000");

    awaitValue(1, "message.max.bytes", "2000");
    awaitValue(2, "message.max.bytes", "3000");
    assertThatThrownBy(() -> partitions.sendOne(partition, "x".repeat(2500)))
        .isInstanceOf(RecordTooLargeException.class);
    partitions.lead(partition, 2);
    partitions.sendOne(partition, "x".repeat(2500));

    alter("", "message.max.bytes", OpType.DELETE, "");
    alter("2", "message.max.bytes", OpType.DELETE, "");
    awaitValue(2, "message.max.bytes", "1048588");
    partitions.sendOne(partition, "x".repeat(5000));
    assertThat(partitions.read(partition, 2)).hasSize(2);
  }

  @Test
  void whatOnlyTheFileOfABrokerCanChangeIsNotChangedByRequest() {
    for (String broker : List.of("", "1", "3")) {
      for (String name :
          List.of("broker.id", "log.dirs", "replica.lag.time.max.ms", "log.retention.hours")) {
        assertThatThrownBy(() -> set(broker, name, "1"))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("Cannot update these configs dynamically");
      }
      set(broker, "num.io.threads", "9");
      assertThatThrownBy(() -> set(broker, "log.retention.ms", "soon"))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  private void set(String broker, String name, String value) {
    alter(broker, name, OpType.SET, value);
  }

  private void alter(String broker, String name, OpType type, String value) {
    var change = new AlterConfigOp(new ConfigEntry(name, value), type);
    var resource = new ConfigResource(Type.BROKER, broker);
    Clients.get(admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
  }

  private void awaitValue(int broker, String name, String value) {
    var resource = new ConfigResource(Type.BROKER, Integer.toString(broker));
    Await.until(
        "%s=%s at %d".formatted(name, value, broker),
        () ->
            Clients.get(admin.describeConfigs(List.of(resource)).all())
                .get(resource)
                .get(name)
                .value()
                .equals(value));
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
