package io.headrace.controller.topic;

import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.RandomSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Chooses the brokers of new partitions, or checks those that somebody chose.
final class Placement {
  private final RandomSource random;

  Placement(RandomSource random) {
    this.random = random;
  }

  /// Null if so many replicas can be placed.
  static @Nullable Refusal refusalOf(ClusterImage image, int replicationFactor) {
    int brokers = usable(image).size();
    return replicationFactor <= brokers
        ? null
        : new Refusal(
            ErrorCode.INVALID_REPLICATION_FACTOR,
            "Unable to replicate the partition "
                + replicationFactor
                + " time(s): The target replication factor of "
                + replicationFactor
                + " cannot be reached because only "
                + brokers
                + " broker(s) are registered or some brokers have all their log directories"
                + " cordoned.");
  }

  /// Places partitions round the brokers from a random one on, so that leaders spread evenly.
  List<List<Integer>> place(ClusterImage image, int partitions, int replicationFactor) {
    List<Integer> brokers = usable(image);
    int start = random.nextInt(brokers.size());
    var placed = new ArrayList<List<Integer>>(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      var replicas = new ArrayList<Integer>(replicationFactor);
      for (int replica = 0; replica < replicationFactor; replica++) {
        replicas.add(brokers.get((start + partition + replica) % brokers.size()));
      }
      placed.add(replicas);
    }
    return placed;
  }

  /// Null if these brokers can hold a partition.
  static @Nullable Refusal refusalOf(ClusterImage image, List<Integer> replicas) {
    if (replicas.isEmpty()) {
      return refusal("The manual partition assignment includes an empty replica list.");
    }
    SequencedSet<Integer> seen = new LinkedHashSet<>();
    for (int broker : replicas) {
      if (image.broker(broker) == null) {
        return refusal(
            "The manual partition assignment includes broker "
                + broker
                + ", but no such broker is registered.");
      }
      if (!seen.add(broker)) {
        return refusal(
            "The manual partition assignment includes the broker " + broker + " more than once.");
      }
    }
    return null;
  }

  static Refusal refusal(String message) {
    return new Refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
  }

  private static List<Integer> usable(ClusterImage image) {
    return image.brokers().stream()
        .filter(broker -> !broker.fenced())
        .map(BrokerImage::id)
        .toList();
  }
}
