package io.headrace.broker.api.admin;

import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.ArrayList;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;

/// Writes topics into the answer to one Metadata request.
///
/// @param tellOperations whether the client wants to know what it may do with them
record TopicsOfMetadata(
    ClusterImage image, String listener, short version, boolean tellOperations) {

  /// From here on it can be said that a leader lacks the client's listener.
  private static final short FIRST_VERSION_WITH_LISTENER_NOT_FOUND = 6;

  MetadataResponseTopic of(TopicImage topic) {
    var answer =
        new MetadataResponseTopic()
            .setName(topic.name())
            .setTopicId(KafkaIds.toKafka(topic.id()))
            .setIsInternal(InternalTopics.contains(topic.name()))
            .setPartitions(new ArrayList<>(topic.partitions().size()));
    for (PartitionImage partition : topic.partitions()) {
      answer.partitions().add(partitionOf(topic.id(), partition));
    }
    if (tellOperations) {
      answer.setTopicAuthorizedOperations(Authorized.TOPIC);
    }
    return answer;
  }

  MetadataResponseTopic refused(String name, ErrorCode error) {
    return new MetadataResponseTopic()
        .setName(name)
        .setIsInternal(InternalTopics.contains(name))
        .setErrorCode(error.code());
  }

  MetadataResponseTopic unknown(TopicId id) {
    return new MetadataResponseTopic()
        .setName(null)
        .setTopicId(KafkaIds.toKafka(id))
        .setErrorCode(ErrorCode.UNKNOWN_TOPIC_ID.code());
  }

  private MetadataResponsePartition partitionOf(TopicId topic, PartitionImage partition) {
    return new MetadataResponsePartition()
        .setErrorCode(errorOf(partition).code())
        .setPartitionIndex(partition.partition())
        .setLeaderId(partition.leader())
        .setLeaderEpoch(partition.leaderEpoch())
        .setReplicaNodes(partition.replicas())
        .setIsrNodes(partition.inSync())
        .setOfflineReplicas(image.offlineReplicas(topic, partition));
  }

  private ErrorCode errorOf(PartitionImage partition) {
    BrokerImage leader = image.broker(partition.leader());
    if (leader == null || leader.fenced()) {
      return ErrorCode.LEADER_NOT_AVAILABLE;
    }
    if (leader.endpoint(listener) != null) {
      return ErrorCode.NONE;
    }
    return version >= FIRST_VERSION_WITH_LISTENER_NOT_FOUND
        ? ErrorCode.LISTENER_NOT_FOUND
        : ErrorCode.LEADER_NOT_AVAILABLE;
  }
}
