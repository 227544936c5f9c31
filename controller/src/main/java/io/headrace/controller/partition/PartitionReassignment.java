package io.headrace.controller.partition;

import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.partition.ReassignmentRequest.ReplicationFactor;
import io.headrace.controller.partition.ReassignmentRequest.Wanted;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides that partitions go to other brokers, or stay where they are after all. The old replicas
/// serve until the new ones are in sync.
public final class PartitionReassignment {
  private final MinInSync minInSync;

  public PartitionReassignment(MinInSync minInSync) {
    this.minInSync = minInSync;
  }

  /// For each wanted one its refusal, or null, in their order.
  public Decision<List<@Nullable Refusal>> decide(ClusterImage image, ReassignmentRequest request) {
    var records = new ArrayList<MetadataRecord>();
    var refusals = new ArrayList<@Nullable Refusal>(request.partitions().size());
    var seen = new HashSet<String>();
    for (Wanted each : request.partitions()) {
      refusals.add(
          seen.add(each.topic() + " " + each.partition())
              ? decideOne(image, request.replicationFactor(), each, records)
              : Refusal.duplicate("partition"));
    }
    return new Decision<List<@Nullable Refusal>>(records, refusals);
  }

  private @Nullable Refusal decideOne(
      ClusterImage image,
      ReplicationFactor replicationFactor,
      Wanted wanted,
      List<MetadataRecord> records) {
    TopicImage topic = image.topic(wanted.topic());
    PartitionImage partition = topic == null ? null : topic.partition(wanted.partition());
    if (topic == null || partition == null) {
      return new Refusal(
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          topic == null
              ? "Unable to find a topic named " + wanted.topic() + "."
              : "Unable to find partition " + wanted.topic() + ":" + wanted.partition() + ".");
    }
    List<Integer> target = wanted.replicas();
    Refusal refusal =
        target == null
            ? refusalOfCancel(topic, partition)
            : refusalOf(image, partition, replicationFactor, target);
    if (refusal != null) {
      return refusal;
    }
    Reassignment way =
        target == null ? Reassignment.back(partition) : Reassignment.towards(partition, target);
    PartitionImage after = minInSync.change(image, topic, partition).reassign(way).result();
    if (after != partition) {
      records.add(new MetadataRecord.PartitionChanged(topic.id(), after));
    }
    return null;
  }

  private static @Nullable Refusal refusalOfCancel(TopicImage topic, PartitionImage partition) {
    if (!partition.isReassigning()) {
      return new Refusal(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, null);
    }
    boolean needsLoss =
        partition.adding().containsAll(partition.inSync())
            && partition.adding().containsAll(partition.eligible());
    return needsLoss
        ? new Refusal(
            ErrorCode.INVALID_REPLICA_ASSIGNMENT,
            "Unable to revert partition assignment for "
                + topic.name()
                + "-"
                + partition.partition()
                + " because it would require an unclean leader election.")
        : null;
  }

  private static @Nullable Refusal refusalOf(
      ClusterImage image,
      PartitionImage partition,
      ReplicationFactor replicationFactor,
      List<Integer> target) {
    Refusal refusal = ManualAssignment.refusalOf(image, target);
    if (refusal != null) {
      return refusal;
    }
    int now = partition.replicas().size() - partition.adding().size();
    return replicationFactor == ReplicationFactor.STAYS && target.size() != now
        ? new Refusal(
            ErrorCode.INVALID_REPLICATION_FACTOR,
            "The replication factor is changed from " + now + " to " + target.size())
        : null;
  }
}
