package io.headrace.broker.api.admin;

import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.List;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;

/// Fills the answer to DescribeTopicPartitions up to a number of partitions.
final class PageOfPartitions {
  private final ClusterImage image;
  private final String listener;
  private final DescribeTopicPartitionsResponseData answer =
      new DescribeTopicPartitionsResponseData();
  private int room;

  PageOfPartitions(ClusterImage image, String listener, int limit) {
    this.image = image;
    this.listener = listener;
    this.room = limit;
  }

  DescribeTopicPartitionsResponseData answer() {
    return answer;
  }

  /// Adds a topic from one of its partitions on; false if the page ends before the topic does.
  boolean add(TopicImage topic, int firstPartition) {
    if (room == 0) {
      return end(topic, firstPartition);
    }
    var told =
        new DescribeTopicPartitionsResponseTopic()
            .setName(topic.name())
            .setTopicId(KafkaIds.toKafka(topic.id()))
            .setIsInternal(InternalTopics.contains(topic.name()))
            .setTopicAuthorizedOperations(Authorized.TOPIC);
    answer.topics().mustAdd(told);
    for (int number = firstPartition; number < topic.partitions().size(); number++) {
      if (room == 0) {
        return end(topic, number);
      }
      told.partitions().add(partitionOf(topic.id(), topic.partitions().get(number)));
      room--;
    }
    return true;
  }

  void addRefused(String name, ErrorCode error) {
    answer
        .topics()
        .mustAdd(
            new DescribeTopicPartitionsResponseTopic()
                .setName(name)
                .setTopicAuthorizedOperations(Authorized.TOPIC)
                .setIsInternal(InternalTopics.contains(name))
                .setErrorCode(error.code()));
  }

  private boolean end(TopicImage topic, int nextPartition) {
    answer.setNextCursor(new Cursor().setTopicName(topic.name()).setPartitionIndex(nextPartition));
    return false;
  }

  private DescribeTopicPartitionsResponsePartition partitionOf(
      TopicId topic, PartitionImage partition) {
    BrokerImage leader = image.broker(partition.leader());
    boolean reachable = leader != null && !leader.fenced();
    ErrorCode error = reachable ? ErrorCode.NONE : ErrorCode.LEADER_NOT_AVAILABLE;
    if (leader != null && reachable && leader.endpoint(listener) == null) {
      error = ErrorCode.LISTENER_NOT_FOUND;
    }
    return new DescribeTopicPartitionsResponsePartition()
        .setErrorCode(error.code())
        .setPartitionIndex(partition.partition())
        .setLeaderId(partition.leader())
        .setLeaderEpoch(partition.leaderEpoch())
        .setReplicaNodes(partition.replicas())
        .setIsrNodes(partition.inSync())
        .setEligibleLeaderReplicas(partition.eligible())
        .setLastKnownElr(List.of())
        .setOfflineReplicas(image.offlineReplicas(topic, partition));
  }
}
