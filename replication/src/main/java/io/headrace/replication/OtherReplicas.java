package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import java.util.LinkedHashSet;
import java.util.List;

/// Who may have what is lost here.
final class OtherReplicas {

  private OtherReplicas() {}

  /// The leader, then who is in sync, then all others.
  static List<Integer> of(ClusterImage image, PartitionId id, int brokerId) {
    PartitionImage partition = image.partition(id);
    if (partition == null) {
      return List.of();
    }
    var others = new LinkedHashSet<Integer>();
    if (partition.leader() >= 0) {
      others.add(partition.leader());
    }
    others.addAll(partition.inSync());
    others.addAll(partition.replicas());
    others.remove(brokerId);
    return List.copyOf(others);
  }
}
