package io.headrace.controller.partition;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;

/// What has to change of partitions before a broker that was started anew is part of the cluster
/// again. A partition that no other broker holds is left alone: nobody could do better.
public final class BrokerReturn {
  private final MinInSync minInSync;

  public BrokerReturn(MinInSync minInSync) {
    this.minInSync = minInSync;
  }

  /// Whether its former life leads anything still. It must not lead on: what a leader had appended
  /// and nobody was told of may be gone, and its offsets must not be taken again in the same epoch.
  public static boolean isAwaited(Iterable<TopicImage> topics, int broker) {
    for (TopicImage topic : topics) {
      for (PartitionImage partition : topic.partitions()) {
        if (partition.leader() == broker && partition.replicas().size() > 1) {
          return true;
        }
      }
    }
    return false;
  }

  /// Takes a broker that lost a log directory out of in-sync sets and from the eligible: nobody
  /// knows which replicas lay there, so all of them begin anew.
  ///
  /// @return at most `limit` changes; fewer are all
  public List<MetadataRecord> emptied(
      ClusterImage image, Iterable<TopicImage> topics, int broker, int limit) {
    var records = new ArrayList<MetadataRecord>();
    for (TopicImage topic : topics) {
      for (PartitionImage partition : topic.partitions()) {
        if (records.size() >= limit) {
          return records;
        }
        boolean isTrusted =
            partition.inSync().contains(broker) || partition.eligible().contains(broker);
        if (isTrusted && partition.replicas().size() > 1) {
          records.add(
              new MetadataRecord.PartitionChanged(
                  topic.id(), minInSync.change(image, topic, partition).emptied(broker).result()));
        }
      }
    }
    return records;
  }
}
