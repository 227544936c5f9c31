package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What kafka-clients' Admin asks and changes besides topics: configs, offsets, groups, the node.
@ExtendWith(SharedNode.class)
final class ClusterAdminCompatibilityTest {

  /// An hour ago: what is older than a week may be deleted under a test's feet.
  private static final long FIRST_TIMESTAMP_MS = System.currentTimeMillis() - 3_600_000;

  private final Clients clients;
  private final Admin admin;

  ClusterAdminCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
    this.admin = clients.admin();
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void theClusterIsOneNodeThatControlsItself() {
    DescribeClusterResult cluster = admin.describeCluster();
    Collection<Node> nodes = Clients.get(cluster.nodes());

    assertThat(nodes)
        .singleElement()
        .satisfies(node -> assertThat(node.host()).isEqualTo("127.0.0.1"));
    assertThat(Clients.get(cluster.controller())).isEqualTo(nodes.iterator().next());
    assertThat(Clients.get(cluster.clusterId())).isNotBlank();
  }

  @Test
  void aConfigIsSetAppendedToAndTakenBack() {
    ConfigResource topic = resource(clients.topic(1));
    alter(topic, new ConfigEntry("retention.ms", "60000"), OpType.SET);
    alter(topic, new ConfigEntry("cleanup.policy", "compact"), OpType.APPEND);

    assertThat(config(topic).get("retention.ms").value()).isEqualTo("60000");
    assertThat(config(topic).get("retention.ms").source())
        .isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
    assertThat(config(topic).get("cleanup.policy").value().split(","))
        .containsExactlyInAnyOrder("delete", "compact");

    alter(topic, new ConfigEntry("retention.ms", ""), OpType.DELETE);
    assertThat(config(topic).get("retention.ms").value()).isEqualTo("604800000");
    assertThat(config(topic).get("retention.ms").isDefault()).isTrue();
  }

  @Test
  void aConfigOutsideItsRangeIsRefused() {
    ConfigResource topic = resource(clients.topic(1));
    assertThatThrownBy(
            () -> alter(topic, new ConfigEntry("min.cleanable.dirty.ratio", "2"), OpType.SET))
        .isInstanceOf(InvalidConfigurationException.class);
  }

  @Test
  void theConfigOfTheNodeIsDescribed() {
    var node = new ConfigResource(ConfigResource.Type.BROKER, nodeId());
    Config config = config(node);

    assertThat(config.get("log.retention.hours").value()).isEqualTo("168");
    assertThat(config.get("num.partitions").isReadOnly()).isTrue();
  }

  @Test
  void everyKindOfOffsetIsListed() {
    TopicPartition partition = filled(clients.topic(1), 10);
    Map<OffsetSpec, Long> expected =
        Map.of(
            OffsetSpec.earliest(), 0L,
            OffsetSpec.latest(), 10L,
            OffsetSpec.maxTimestamp(), 9L,
            OffsetSpec.earliestLocal(), 0L,
            OffsetSpec.latestTiered(), -1L,
            OffsetSpec.forTimestamp(FIRST_TIMESTAMP_MS + 4), 4L);
    expected.forEach((spec, offset) ->
        assertThat(
                Clients.get(admin.listOffsets(Map.of(partition, spec)).partitionResult(partition))
                    .offset())
            .as(spec.getClass().getSimpleName())
            .isEqualTo(offset));
  }

  @Test
  void recordsAreDeletedUpToAnOffset() {
    TopicPartition partition = filled(clients.topic(1), 10);
    var result = admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)));

    assertThat(Clients.get(result.lowWatermarks().get(partition)).lowWatermark()).isEqualTo(4);
    assertThat(clients.readAll(partition.topic(), 1, 6))
        .extracting(ConsumerRecord::offset)
        .startsWith(4L);
    var beyond = admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(11)));
    assertThatThrownBy(() -> Clients.get(beyond.all()))
        .isInstanceOf(OffsetOutOfRangeException.class);
  }

  @Test
  void theSizesOfPartitionsAreTold() {
    TopicPartition partition = filled(clients.topic(1), 10);
    Integer node = Integer.valueOf(nodeId());
    Map<String, LogDirDescription> directories =
        Clients.get(admin.describeLogDirs(List.of(node)).descriptions().get(node));

    assertThat(directories.values())
        .anySatisfy(directory -> {
          assertThat(directory.error()).isNull();
          assertThat(directory.replicaInfos()).containsKey(partition);
          assertThat(directory.replicaInfos().get(partition).size()).isPositive();
        });
  }

  @Test
  void theProducersOfAPartitionAreDescribed() {
    TopicPartition partition = filled(clients.topic(1), 10);
    List<ProducerState> producers =
        Clients.get(admin.describeProducers(List.of(partition)).partitionResult(partition))
            .activeProducers();

    assertThat(producers).singleElement().satisfies(p -> assertThat(p.lastSequence()).isEqualTo(9));
  }

  @Test
  void theOffsetsOfAGroupAreSetListedAndDeleted() {
    String group = Clients.unique("group");
    TopicPartition partition = filled(clients.topic(2), 10);
    var offsets = Map.of(partition, new OffsetAndMetadata(5, "set by hand"));
    Clients.get(admin.alterConsumerGroupOffsets(group, offsets).all());

    assertThat(Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()))
        .isEqualTo(offsets);
    assertThat(Clients.get(admin.listGroups().all())).anyMatch(g -> g.groupId().equals(group));

    Clients.get(admin.deleteConsumerGroupOffsets(group, Set.of(partition)).all());
    assertThat(Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()))
        .doesNotContainKey(partition);
  }

  @Test
  void aGroupThatIsNotThereCannotBeDeleted() {
    assertThatThrownBy(
            () -> Clients.get(admin.deleteConsumerGroups(List.of(Clients.unique("none"))).all()))
        .isInstanceOf(GroupIdNotFoundException.class);
  }

  @Test
  void resourcesWithConfigsAreListed() {
    String topic = clients.topic(1);
    assertThat(Clients.get(admin.listConfigResources().all())).contains(resource(topic));
  }

  private String nodeId() {
    return Clients.get(admin.describeCluster().nodes()).iterator().next().idString();
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private Config config(ConfigResource resource) {
    return Clients.get(admin.describeConfigs(List.of(resource)).all()).get(resource);
  }

  private void alter(ConfigResource resource, ConfigEntry entry, OpType type) {
    Clients.get(
        admin
            .incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(entry, type))))
            .all());
  }

  /// Records a millisecond apart in the first partition of a topic.
  private TopicPartition filled(String topic, int count) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(topic, 0, FIRST_TIMESTAMP_MS + i, "k", "v"));
      }
    }
    return new TopicPartition(topic, 0);
  }
}
