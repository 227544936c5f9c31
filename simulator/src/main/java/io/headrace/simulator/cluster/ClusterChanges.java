package io.headrace.simulator.cluster;

import io.headrace.group.OffsetsTopic;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.client.TopicMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// An operator who is never content: moves partitions to other nodes, elects preferred leaders,
/// makes topics and deletes them, one thing after the other.
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
    switch (random.nextInt(4)) {
      case 0, 1 -> reassign();
      case 2 -> electPreferred();
      default -> makeAndDelete();
    }
  }

  /// What comes of it is not waited for: the next change may meet it half done.
  private void reassign() {
    List<Integer> nodes = new ArrayList<>();
    cluster.nodes().forEach(node -> nodes.add(random.nextInt(nodes.size() + 1), node.id()));
    int replicas = Math.min(nodes.size(), 2 + random.nextInt(2));
    boolean ofGroups = random.oneIn(3);
    var partition =
        new ReassignablePartition()
            .setPartitionIndex(
                random.nextInt(ofGroups ? SimulatedCluster.GROUP_PARTITIONS : partitions))
            .setReplicas(nodes.subList(0, replicas));
    var request =
        new AlterPartitionReassignmentsRequestData()
            .setTimeoutMs(TIMEOUT_MS)
            .setTopics(
                List.of(
                    new ReassignableTopic()
                        .setName(ofGroups ? OffsetsTopic.NAME : topic.name())
                        .setPartitions(List.of(partition))));
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
