package io.headrace.replication.simulated;

import io.headrace.metadata.PartitionImage;
import java.util.List;

/// Images that say something else than the truth, for planted bugs.
final class Sabotage {

  private Sabotage() {}

  /// Nobody leads.
  static PartitionImage withoutLeader(PartitionImage image) {
    return new PartitionImage(
        0,
        -1,
        image.leaderEpoch(),
        image.partitionEpoch(),
        image.replicas(),
        List.of(),
        List.of(),
        image.inSync(),
        List.of());
  }

  static PartitionImage withInSync(PartitionImage image, List<Integer> inSync) {
    return new PartitionImage(
        0,
        image.leader(),
        image.leaderEpoch(),
        image.partitionEpoch(),
        image.replicas(),
        List.of(),
        List.of(),
        inSync,
        List.of());
  }
}
