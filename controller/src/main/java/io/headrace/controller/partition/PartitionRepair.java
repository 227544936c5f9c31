package io.headrace.controller.partition;

import io.headrace.base.PartitionId;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;

/// Brings partitions in line with the brokers there are: leaders and in-sync sets without those who
/// are fenced, gone or leaving or lost the directory of their replica, a leader again where one can
/// lead, reassignments completed.
///
/// Says what should be, not what to do upon an event: so it can be asked at any time, twice, or by
/// the next controller, and what was missed is made up for.
public final class PartitionRepair {
  private final MinInSync minInSync;

  public PartitionRepair(MinInSync minInSync) {
    this.minInSync = minInSync;
  }

  /// The changes that partitions of this topic need, at most `limit` of them.
  public List<MetadataRecord> decide(ClusterImage image, TopicImage topic, int limit) {
    var records = new ArrayList<MetadataRecord>();
    int least = 0;
    for (PartitionImage partition : topic.partitions()) {
      if (records.size() >= limit) {
        break;
      }
      if (isInOrder(image, topic, partition)) {
        continue;
      }
      least = least == 0 ? minInSync.of(image, topic.name()) : least;
      PartitionImage after = new PartitionChange(topic.id(), partition, image, least).result();
      if (after != partition) {
        records.add(new MetadataRecord.PartitionChanged(topic.id(), after));
      }
    }
    return records;
  }

  /// Whether there is surely nothing to do, as is the case for nearly all.
  private static boolean isInOrder(ClusterImage image, TopicImage topic, PartitionImage partition) {
    if (partition.isReassigning() || !canServe(image, partition.leader(), topic, partition)) {
      return false;
    }
    for (int broker : partition.inSync()) {
      if (!canServe(image, broker, topic, partition)) {
        return false;
      }
    }
    return true;
  }

  private static boolean canServe(
      ClusterImage image, int id, TopicImage topic, PartitionImage partition) {
    BrokerImage broker = image.broker(id);
    return broker != null
        && broker.inService()
        && (broker.offlineReplicas().isEmpty()
            || !broker.isOffline(new PartitionId(topic.id(), partition.partition())));
  }
}
