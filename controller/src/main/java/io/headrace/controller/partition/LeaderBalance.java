package io.headrace.controller.partition;

import io.headrace.controller.partition.PartitionChange.Election;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;

/// Gives leadership back to preferred leaders, as elections, restarts and drains take it from them.
public final class LeaderBalance {
  private final MinInSync minInSync;

  public LeaderBalance(MinInSync minInSync) {
    this.minInSync = minInSync;
  }

  /// Changes of leader in this topic, at most `limit` of them.
  public List<MetadataRecord> decide(ClusterImage image, TopicImage topic, int limit) {
    var records = new ArrayList<MetadataRecord>();
    for (PartitionImage partition : topic.partitions()) {
      int preferred = partition.replicas().getFirst();
      if (partition.leader() == preferred || !partition.inSync().contains(preferred)) {
        continue;
      }
      if (records.size() >= limit) {
        return records;
      }
      PartitionImage after =
          minInSync.change(image, topic, partition).elect(Election.PREFERRED).result();
      if (after.leader() == preferred) {
        records.add(new MetadataRecord.PartitionChanged(topic.id(), after));
      }
    }
    return records;
  }
}
