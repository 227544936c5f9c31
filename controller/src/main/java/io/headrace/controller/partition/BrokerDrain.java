package io.headrace.controller.partition;

import io.headrace.controller.placement.Loads;
import io.headrace.controller.placement.Placement;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Moves partitions away from brokers that are being drained: those with the config
/// `headrace.drain`. Such a broker gets nothing new, and loses each replica as soon as another
/// broker has taken its place; where there is no other broker, it keeps it.
public final class BrokerDrain {
  private final MinInSync minInSync;
  private final Placement placement;

  public BrokerDrain(MinInSync minInSync, Placement placement) {
    this.minInSync = minInSync;
    this.placement = placement;
  }

  /// Reassignments of partitions of this topic, at most `limit` of them.
  ///
  /// @param draining the brokers that are being drained
  public List<MetadataRecord> decide(
      ClusterImage image, List<Integer> draining, Loads loads, TopicImage topic, int limit) {
    var records = new ArrayList<MetadataRecord>();
    for (PartitionImage partition : topic.partitions()) {
      if (records.size() >= limit) {
        break;
      }
      List<Integer> target =
          partition.isReassigning() ? partition.replicas() : target(draining, loads, partition);
      if (!target.equals(partition.replicas())) {
        PartitionImage after =
            minInSync
                .change(image, topic, partition)
                .reassign(Reassignment.towards(partition, target))
                .result();
        records.add(new MetadataRecord.PartitionChanged(topic.id(), after));
      }
    }
    return records;
  }

  private List<Integer> target(List<Integer> draining, Loads loads, PartitionImage partition) {
    if (Collections.disjoint(partition.replicas(), draining)) {
      return partition.replicas();
    }
    var target = new ArrayList<>(partition.replicas());
    for (int index = 0; index < target.size(); index++) {
      if (!draining.contains(target.get(index))) {
        continue;
      }
      var staying = new ArrayList<>(target);
      staying.remove(index);
      int replacement = placement.replacement(loads, staying, target);
      if (replacement >= 0) {
        target.set(index, replacement);
      }
    }
    return target;
  }
}
