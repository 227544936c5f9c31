package io.headrace.controller.partition;

import io.headrace.base.PartitionId;
import io.headrace.controller.decision.Decision;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Takes note of replicas whose log directory failed, as their broker tells. They neither lead nor
/// are in sync until the broker registers anew; that others lead is up to [PartitionRepair].
public final class OfflineReplicas {

  private OfflineReplicas() {}

  /// One result for each partition, in their order.
  ///
  /// @param brokerId who tells; its registration was checked
  public static Decision<List<ErrorCode>> decide(
      ClusterImage image, int brokerId, List<PartitionId> partitions) {
    BrokerImage broker = Objects.requireNonNull(image.broker(brokerId));
    var results = new ArrayList<ErrorCode>(partitions.size());
    var offline = new ArrayList<PartitionId>();
    for (PartitionId id : partitions) {
      ErrorCode error = errorOf(image, broker, id);
      results.add(error);
      if (error == ErrorCode.NONE && !broker.isOffline(id)) {
        offline.add(id);
      }
    }
    return offline.isEmpty()
        ? Decision.only(results)
        : new Decision<>(
            List.of(new MetadataRecord.ReplicasOffline(broker.id(), offline)), results);
  }

  private static ErrorCode errorOf(ClusterImage image, BrokerImage broker, PartitionId id) {
    TopicImage topic = image.topic(id.topicId());
    if (topic == null) {
      return ErrorCode.UNKNOWN_TOPIC_ID;
    }
    PartitionImage partition = topic.partition(id.partition());
    if (partition == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    return partition.replicas().contains(broker.id())
        ? ErrorCode.NONE
        : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }
}
