package io.headrace.metadata;

import java.util.List;

/// A partition's place in the cluster.
///
/// @param leader the broker that leads it, −1 if none does
/// @param leaderEpoch grows with every change of leader
/// @param replicas the brokers that hold it, the preferred leader first
/// @param inSync those of them that are in sync with the leader
public record PartitionImage(
    int partition, int leader, int leaderEpoch, List<Integer> replicas, List<Integer> inSync) {
  public PartitionImage {
    replicas = List.copyOf(replicas);
    inSync = List.copyOf(inSync);
  }
}
