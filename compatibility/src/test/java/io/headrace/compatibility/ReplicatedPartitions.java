package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.protocol.ApiKeys;

/// Topics with one partition that lies on chosen nodes, and what tests do to them and ask of them.
///
/// A client is answered by any node from what that knows, which may be a moment old: what a test
/// builds on is waited for until all nodes that run know it.
record ReplicatedPartitions(ThreeNodes cluster, Clients clients, Admin admin) {

  private static final short METADATA_VERSION = 12;

  /// A topic with one partition that has its replicas on these nodes, the first as its leader.
  TopicPartition on(List<Integer> replicas, Map<String, String> configs) {
    String name = Clients.unique("replicated");
    var topic = new NewTopic(name, Map.of(0, replicas)).configs(configs);
    Clients.get(admin.createTopics(List.of(topic)).all());
    var partition = new TopicPartition(name, 0);
    awaitKnown(partition);
    return partition;
  }

  TopicPartition on(List<Integer> replicas) {
    return on(replicas, Map.of());
  }

  /// Writes so many records, which are `v0`, `v1` and so on, and waits until all are acknowledged.
  void send(TopicPartition partition, String acks, int count) {
    send(partition, count, Map.of("acks", acks, "enable.idempotence", false));
  }

  /// The same without trying again what is refused.
  void sendOnce(TopicPartition partition, String acks, int count) {
    send(partition, count, Map.of("acks", acks, "enable.idempotence", false, "retries", 0));
  }

  /// Writes one record with this value.
  void sendOne(TopicPartition partition, String value) {
    try (Producer<String, String> producer = clients.producer()) {
      Clients.get(
          producer.send(
              new ProducerRecord<>(partition.topic(), partition.partition(), "k", value)));
    }
  }

  private void send(TopicPartition partition, int count, Map<String, Object> settings) {
    try (Producer<String, String> producer = clients.producer(settings)) {
      var sent = new ArrayList<Future<?>>();
      for (int i = 0; i < count; i++) {
        sent.add(
            producer.send(
                new ProducerRecord<>(partition.topic(), partition.partition(), "k", "v" + i)));
      }
      sent.forEach(Clients::get);
    }
  }

  List<ConsumerRecord<String, String>> read(TopicPartition partition, int count) {
    return clients.readAll(partition.topic(), 1, count);
  }

  long offset(TopicPartition partition, OffsetSpec which) {
    return Clients.get(admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
        .offset();
  }

  /// Where the replicas shall be from now on; does not wait until they are.
  void move(TopicPartition partition, List<Integer> replicas) {
    var moved = Optional.of(new NewPartitionReassignment(replicas));
    Clients.get(admin.alterPartitionReassignments(Map.of(partition, moved)).all());
  }

  /// Makes a node that has a replica in sync the preferred one, and the leader.
  void lead(TopicPartition partition, int node) {
    List<Integer> replicas =
        info(partition).replicas().stream()
            .map(Node::id)
            .collect(Collectors.toCollection(ArrayList::new));
    replicas.remove((Integer) node);
    replicas.addFirst(node);
    move(partition, replicas);
    Clients.get(admin.electLeaders(ElectionType.PREFERRED, Set.of(partition)).partitions())
        .values()
        .forEach(error ->
            error.ifPresent(
                each -> assertThat(each).isInstanceOf(ElectionNotNeededException.class)));
    awaitLeader(partition, node);
  }

  void awaitLeader(TopicPartition partition, int node) {
    Await.until(node + " leads", () -> everywhere(partition, each -> each.leaderId() == node));
  }

  Optional<Integer> leader(TopicPartition partition) {
    return Optional.ofNullable(info(partition).leader()).filter(l -> !l.isEmpty()).map(Node::id);
  }

  /// In any order.
  void awaitReplicas(TopicPartition partition, Set<Integer> nodes) {
    Await.until(
        "replicas on " + nodes,
        () ->
            everywhere(
                partition,
                each ->
                    each.replicaNodes().size() == nodes.size()
                        && nodes.containsAll(each.replicaNodes())));
  }

  void awaitInSync(TopicPartition partition, Set<Integer> nodes) {
    Await.until(
        nodes + " in sync",
        () -> everywhere(partition, each -> Set.copyOf(each.isrNodes()).equals(nodes)));
  }

  void awaitKnown(TopicPartition partition) {
    Await.until(partition + " known", () -> everywhere(partition, _ -> true));
  }

  private boolean everywhere(
      TopicPartition partition, Predicate<MetadataResponsePartition> expected) {
    return cluster.nodes().stream()
        .filter(NodeProcess::isAlive)
        .allMatch(node -> knownAt(node, partition).filter(expected).isPresent());
  }

  private static Optional<MetadataResponsePartition> knownAt(
      NodeProcess node, TopicPartition partition) {
    var topic = new MetadataRequestTopic().setName(partition.topic());
    var question =
        new MetadataRequestData().setTopics(List.of(topic)).setAllowAutoTopicCreation(false);
    try (var client = new WireClient(node.bootstrap())) {
      var answer =
          client.ask("", ApiKeys.METADATA, METADATA_VERSION, question, MetadataResponseData.class);
      return answer == null
          ? Optional.empty()
          : answer.topics().stream()
              .flatMap(each -> each.partitions().stream())
              .filter(each -> each.partitionIndex() == partition.partition())
              .findFirst();
    } catch (IOException _) {
      return Optional.empty(); // it is on its way up
    }
  }

  TopicPartitionInfo info(TopicPartition partition) {
    return Clients.get(admin.describeTopics(List.of(partition.topic())).allTopicNames())
        .get(partition.topic())
        .partitions()
        .get(partition.partition());
  }
}
