package io.headrace.simulator.cluster;

import io.headrace.group.OffsetsTopic;
import io.headrace.log.LogDirectory;
import io.headrace.metadata.ConfigResource;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.client.TopicMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDir;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// An operator who is never content: moves partitions to other nodes and thinks better of it, moves
/// replicas between log directories, drains a node for a while, elects preferred leaders, makes
/// topics and deletes them, one thing after the other.
final class ClusterChanges {
  private static final long MS_NS = 1_000_000;
  private static final int TIMEOUT_MS = 1_000;

  private final SimulatedCluster cluster;
  private final SimulatedRandom random;
  private final ClusterClient client;
  private final Topic topic;
  private final int partitions;
  private int scratchTopics;
  private boolean stopped;

  ClusterChanges(
      SimulatedCluster cluster,
      SimulatedRandom random,
      ClusterClient client,
      Topic topic,
      int partitions) {
    this.cluster = cluster;
    this.random = random;
    this.client = client;
    this.topic = topic;
    this.partitions = partitions;
  }

  void start() {
    cluster.world().after(random.between(50 * MS_NS, 1_500 * MS_NS), this::change);
  }

  void stop() {
    stopped = true;
  }

  private void change() {
    if (stopped) {
      return;
    }
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> reassign();
      case 3 -> cancel();
      case 4 -> electPreferred();
      case 5 -> drain();
      case 6 -> moveReplicas();
      default -> makeAndDelete();
    }
  }

  /// Partitions stay where they are after all, if they are on their way.
  private void cancel() {
    alter(topic.name(), random.nextInt(partitions), null);
  }

  /// Moves what a node holds of the topic to another log directory, if it has one.
  private void moveReplicas() {
    ClusterNode node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    List<LogDirectory> directories = node.directories();
    if (directories.size() < 2) {
      reassign();
      return;
    }
    var moved = new AlterReplicaLogDirTopic().setName(topic.name());
    IntStream.range(0, partitions).forEach(each -> moved.partitions().add(each));
    var to =
        new AlterReplicaLogDir()
            .setPath(directories.get(random.nextInt(directories.size())).path().toString());
    to.topics().add(moved);
    var request = new AlterReplicaLogDirsRequestData();
    request.dirs().add(to);
    client
        .at(node.id())
        .ask(
            ApiKeys.ALTER_REPLICA_LOG_DIRS,
            2,
            request,
            AlterReplicaLogDirsResponseData.class,
            answer -> start());
  }

  /// A node is to be emptied, and a while later not any more.
  private void drain() {
    ConfigEdits edits = new ConfigEdits(client);
    String node = String.valueOf(1 + random.nextInt(cluster.nodes().size()));
    edits.set(
        ConfigResource.Type.BROKER,
        node,
        "headrace.drain",
        "true",
        () ->
            cluster
                .world()
                .after(
                    random.between(0, 1_000 * MS_NS),
                    () ->
                        edits.set(
                            ConfigResource.Type.BROKER,
                            node,
                            "headrace.drain",
                            "false",
                            this::start)));
  }

  /// What comes of it is not waited for: the next change may meet it half done.
  private void reassign() {
    List<Integer> nodes = new ArrayList<>();
    cluster.nodes().forEach(node -> nodes.add(random.nextInt(nodes.size() + 1), node.id()));
    int replicas = Math.min(nodes.size(), 2 + random.nextInt(2));
    boolean ofGroups = random.oneIn(3);
    alter(
        ofGroups ? OffsetsTopic.NAME : topic.name(),
        random.nextInt(ofGroups ? SimulatedCluster.GROUP_PARTITIONS : partitions),
        nodes.subList(0, replicas));
  }

  /// @param replicas null to leave it where it is
  private void alter(String name, int number, @Nullable List<Integer> replicas) {
    var partition = new ReassignablePartition().setPartitionIndex(number).setReplicas(replicas);
    var request =
        new AlterPartitionReassignmentsRequestData()
            .setTimeoutMs(TIMEOUT_MS)
            .setTopics(
                List.of(new ReassignableTopic().setName(name).setPartitions(List.of(partition))));
    client
        .anywhere()
        .ask(
            ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
            0,
            request,
            AlterPartitionReassignmentsResponseData.class,
            answer -> start());
  }

  private void electPreferred() {
    var request =
        new ElectLeadersRequestData()
            .setElectionType((byte) 0)
            .setTimeoutMs(TIMEOUT_MS)
            .setTopicPartitions(null);
    client
        .anywhere()
        .ask(ApiKeys.ELECT_LEADERS, 2, request, ElectLeadersResponseData.class, answer -> start());
  }

  private void makeAndDelete() {
    var wanted =
        new ClusterAdmin.Wanted(
            "scratch-" + scratchTopics++,
            1 + random.nextInt(3),
            1 + random.nextInt(Math.min(3, cluster.nodes().size())),
            Map.of());
    new ClusterAdmin(client)
        .create(
            wanted,
            made -> cluster.world().after(random.between(0, 300 * MS_NS), () -> delete(made)));
  }

  private void delete(Topic made) {
    var request = new DeleteTopicsRequestData().setTimeoutMs(TIMEOUT_MS);
    request.topics().add(new DeleteTopicState().setTopicId(made.id()).setName(null));
    client
        .anywhere()
        .ask(
            ApiKeys.DELETE_TOPICS,
            6,
            request,
            DeleteTopicsResponseData.class,
            answer -> {
              Errors error = TopicMessages.errorOf(answer);
              switch (error) {
                case NONE, UNKNOWN_TOPIC_ID -> start();
                case INVALID_REQUEST, TOPIC_DELETION_DISABLED, UNKNOWN_SERVER_ERROR ->
                    throw new InvariantViolation("cannot delete " + made + ": " + error);
                default -> client.soon(() -> delete(made));
              }
            });
  }
}
