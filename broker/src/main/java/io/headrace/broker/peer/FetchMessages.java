package io.headrace.broker.peer;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import io.headrace.protocol.fetch.ReplicaFields;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaFetched;
import io.headrace.replication.follower.Wish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchRequestData.ReplicaState;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;

/// A follower's fetch and its answer as Kafka's messages.
final class FetchMessages {

  private FetchMessages() {}

  static FetchRequestData request(ReplicaFetch fetch) {
    var request =
        new FetchRequestData()
            .setReplicaState(
                new ReplicaState()
                    .setReplicaId(fetch.replicaId())
                    .setReplicaEpoch(fetch.brokerEpoch()))
            .setMaxWaitMs(fetch.limits().maxWaitMs())
            .setMinBytes(1)
            .setMaxBytes(fetch.limits().maxBytes())
            .setSessionId(fetch.sessionId())
            .setSessionEpoch(fetch.sessionEpoch());
    Map<TopicId, FetchTopic> topics = new LinkedHashMap<>();
    for (ReplicaFetch.Item item : fetch.changed()) {
      topics
          .computeIfAbsent(
              item.partition().topicId(),
              id ->
                  new FetchTopic()
                      .setTopicId(KafkaIds.toKafka(id))
                      .setPartitions(new ArrayList<>()))
          .partitions()
          .add(partition(item, fetch.limits().maxPartitionBytes()));
    }
    Map<TopicId, ForgottenTopic> forgotten = new LinkedHashMap<>();
    for (PartitionId each : fetch.forgotten()) {
      forgotten
          .computeIfAbsent(
              each.topicId(),
              id ->
                  new ForgottenTopic()
                      .setTopicId(KafkaIds.toKafka(id))
                      .setPartitions(new ArrayList<>()))
          .partitions()
          .add(each.partition());
    }
    return request
        .setTopics(List.copyOf(topics.values()))
        .setForgottenTopicsData(List.copyOf(forgotten.values()));
  }

  private static FetchPartition partition(ReplicaFetch.Item item, int maxBytes) {
    Wish wish = item.wish();
    var partition =
        new FetchPartition()
            .setPartition(item.partition().partition())
            .setCurrentLeaderEpoch(wish.leaderEpoch())
            .setFetchOffset(wish.fetchOffset())
            .setLastFetchedEpoch(wish.lastFetchedEpoch())
            .setLogStartOffset(wish.startOffset())
            .setPartitionMaxBytes(maxBytes);
    ReplicaFields.putSyncedEnd(partition, wish.syncedEnd());
    return partition;
  }

  static ReplicaFetched answer(FetchResponseData response) {
    var parts = new ArrayList<ReplicaFetched.Part>();
    for (FetchableTopicResponse topic : response.responses()) {
      TopicId id = KafkaIds.fromKafka(topic.topicId());
      for (PartitionData data : topic.partitions()) {
        parts.add(
            new ReplicaFetched.Part(
                new PartitionId(id, data.partitionIndex()),
                ErrorCode.ofCode(data.errorCode()),
                data.highWatermark(),
                data.logStartOffset(),
                new ReplicaFetched.Diverged(
                    data.divergingEpoch().epoch(), data.divergingEpoch().endOffset()),
                ReplicaFields.records(data)));
      }
    }
    return new ReplicaFetched(ErrorCode.ofCode(response.errorCode()), response.sessionId(), parts);
  }
}
