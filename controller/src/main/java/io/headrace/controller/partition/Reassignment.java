package io.headrace.controller.partition;

import io.headrace.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.List;

/// A partition's way from some brokers to others.
///
/// @param replicas all that hold it on the way: those wanted, in their order, then those that leave
record Reassignment(List<Integer> replicas, List<Integer> adding, List<Integer> removing) {

  /// From where the partition is now, which may be on another way already.
  static Reassignment towards(PartitionImage now, List<Integer> target) {
    List<Integer> removing =
        now.replicas().stream().filter(broker -> !target.contains(broker)).sorted().toList();
    List<Integer> adding =
        target.stream()
            .filter(broker -> !now.replicas().contains(broker) || now.adding().contains(broker))
            .sorted()
            .toList();
    var replicas = new ArrayList<>(target);
    replicas.addAll(removing);
    return new Reassignment(List.copyOf(replicas), adding, removing);
  }

  /// Back to where the partition was before its reassignment.
  static Reassignment back(PartitionImage now) {
    List<Integer> before =
        now.replicas().stream().filter(broker -> !now.adding().contains(broker)).toList();
    return new Reassignment(before, List.of(), List.of());
  }
}
