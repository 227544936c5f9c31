package io.headrace.broker.api.data;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import io.headrace.protocol.fetch.FetchResponse;
import io.headrace.protocol.fetch.FetchResponse.EpochEnd;
import io.headrace.protocol.fetch.FetchResponse.Offsets;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import io.headrace.protocol.fetch.FetchResponse.Records;
import io.headrace.protocol.fetch.FetchResponse.Redirect;
import io.headrace.protocol.fetch.FetchResponse.TopicData;
import io.headrace.protocol.fetch.ReplicaFields;
import io.headrace.replication.FollowerAnswer;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.Wish;
import io.headrace.replication.leader.FollowerVerdict;
import io.headrace.runtime.FileSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;

/// A Fetch that says it comes from a replica: who may send it, and what it means to [FetchHandler].
final class FetchOfReplica {

  private static final short FIRST_VERSION_WITH_REPLICA_STATE = 15;

  private final Supplier<ClusterImage> image;
  private final Predicate<String> isForBrokers;

  /// @param isForBrokers whether brokers fetch by the listener of this name
  FetchOfReplica(Supplier<ClusterImage> image, Predicate<String> isForBrokers) {
    this.image = image;
    this.isForBrokers = isForBrokers;
  }

  /// Only a broker that the cluster knows, under its present registration, and where brokers fetch.
  ErrorCode refusal(String listener, short version, FetchRequestData request) {
    BrokerImage broker = image.get().broker(request.replicaState().replicaId());
    if (version < FIRST_VERSION_WITH_REPLICA_STATE
        || !isForBrokers.test(listener)
        || broker == null) {
      return ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
    }
    return broker.epoch() == request.replicaState().replicaEpoch()
        ? ErrorCode.NONE
        : ErrorCode.STALE_BROKER_EPOCH;
  }

  static ReplicaFetch asked(FetchRequestData request, int maxBytes) {
    var changed = new ArrayList<ReplicaFetch.Item>();
    int maxPartitionBytes = 0;
    for (FetchTopic topic : request.topics()) {
      TopicId id = KafkaIds.fromKafka(topic.topicId());
      for (FetchPartition each : topic.partitions()) {
        changed.add(new ReplicaFetch.Item(new PartitionId(id, each.partition()), wish(each)));
        maxPartitionBytes = Math.max(maxPartitionBytes, each.partitionMaxBytes());
      }
    }
    var forgotten = new ArrayList<PartitionId>();
    request
        .forgottenTopicsData()
        .forEach(topic ->
            topic
                .partitions()
                .forEach(partition ->
                    forgotten.add(
                        new PartitionId(KafkaIds.fromKafka(topic.topicId()), partition))));
    int bytes = Math.min(request.maxBytes(), maxBytes);
    return new ReplicaFetch(
        request.sessionId(),
        request.sessionEpoch(),
        request.replicaState().replicaId(),
        request.replicaState().replicaEpoch(),
        new ReplicaFetch.Limits(
            request.maxWaitMs(), maxPartitionBytes == 0 ? bytes : maxPartitionBytes, bytes),
        changed,
        forgotten);
  }

  private static Wish wish(FetchPartition each) {
    return new Wish(
        each.currentLeaderEpoch(),
        each.fetchOffset(),
        each.lastFetchedEpoch(),
        each.logStartOffset(),
        ReplicaFields.syncedEnd(each));
  }

  static FetchResponse<FileSlice> response(FollowerAnswer answer) {
    Map<TopicId, TopicData<FileSlice>> topics = new LinkedHashMap<>();
    for (FollowerAnswer.Part part : answer.parts()) {
      topics
          .computeIfAbsent(
              part.partition().topicId(), id -> new TopicData<>("", id, new ArrayList<>()))
          .partitions()
          .add(data(part));
    }
    return new FetchResponse<>(
        0, answer.error(), answer.sessionId(), List.copyOf(topics.values()), List.of());
  }

  private static PartitionData<FileSlice> data(FollowerAnswer.Part part) {
    FollowerVerdict.Diverged diverged = part.diverged();
    var slice = part.slice();
    return new PartitionData<>(
        part.partition().partition(),
        part.error(),
        new Offsets(part.highWatermark(), part.highWatermark(), part.logStartOffset()),
        null,
        slice == null ? null : new Records<>(slice.bytes(), slice.bytes().length()),
        diverged == null
            ? null
            : new Redirect(-1, null, new EpochEnd(diverged.epoch(), diverged.endOffset())));
  }
}
