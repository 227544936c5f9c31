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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What users rely on while one of the nodes that keep a topic is away, and when the settings of
/// all nodes are changed: what tests of a [SharedCluster] must not do.
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

  /// It was stopped before the other, and has all that was acknowledged (KIP-966).
  @Test
  void aReplicaThatLacksNothingLeadsThoughItIsNotInSync() {
    TopicPartition partition = partitions.on(List.of(1, 2));
    partitions.send(partition, "all", 10);
    cluster.node(2).stop();
    partitions.awaitInSync(partition, Set.of(1));
    partitions.sendOnce(partition, "1", 5);
    assertThat(partitions.info(partition).elr()).extracting(Node::id).containsExactly(2);
    cluster.node(1).stop();

    cluster.node(2).startAgain();

    partitions.awaitLeader(partition, 2);
    cluster.node(1).startAgain();
    partitions.awaitInSync(partition, Set.of(1, 2));
    assertThat(partitions.read(partition, 10)).hasSize(10);
    partitions.lead(partition, 1);
    assertThat(partitions.offset(partition, OffsetSpec.latest())).isEqualTo(10);
  }

  @Test
  void nothingIsReadThatTooFewHave() {
    TopicPartition partition = partitions.on(List.of(1, 2));
    partitions.send(partition, "all", 10);
    cluster.node(2).stop();
    partitions.awaitInSync(partition, Set.of(1));

    partitions.send(partition, "1", 5);

    assertThat(partitions.offset(partition, OffsetSpec.latest())).isEqualTo(10);
    cluster.node(2).startAgain();
    partitions.awaitInSync(partition, Set.of(1, 2));
    assertThat(partitions.read(partition, 15)).hasSize(15);
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

    // Of all partitions; those of other tests may have nobody yet whom they prefer.
    Clients.get(admin.electLeaders(ElectionType.PREFERRED, null).partitions());

    partitions.awaitLeader(partition, 3);
  }

  @Test
  void whoReadsFromAReplicaInItsRackIsServedAlsoWhileThatIsAway() {
    TopicPartition partition = partitions.on(List.of(1, 2, 3));
    Map<String, Object> near = Map.of("client.rack", "rack-3", "metadata.max.age.ms", 1_000);
    try (Consumer<String, String> consumer = clients.consumer(near)) {
      consumer.assign(List.of(partition));
      partitions.send(partition, "all", 5);
      assertThat(Clients.poll(consumer, 5)).hasSize(5);

      cluster.node(3).kill();
      partitions.send(partition, "all", 5);
      assertThat(Clients.poll(consumer, 5)).hasSize(5);

      cluster.node(3).startAgain();
      partitions.awaitInSync(partition, Set.of(1, 2, 3));
      partitions.send(partition, "all", 5);
      assertThat(Clients.poll(consumer, 5)).hasSize(5);
    }
  }

  @Test
  void groupsGoOnWhenTheNodeThatKeepsThemDies() {
    String topic = partitions.on(List.of(1, 2, 3)).topic();
    String group = Clients.unique("readers");
    try (Producer<String, String> producer = clients.producer();
        Consumer<String, String> consumer = clients.consumer(group)) {
      consumer.subscribe(List.of(topic));
      Clients.get(producer.send(new ProducerRecord<>(topic, "k", "before")));
      assertThat(Clients.poll(consumer, 1)).hasSize(1);
      consumer.commitSync();
      int coordinator =
          Clients.get(admin.describeConsumerGroups(List.of(group)).all())
              .get(group)
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
}
