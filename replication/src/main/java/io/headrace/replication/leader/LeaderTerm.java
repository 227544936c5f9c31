package io.headrace.replication.leader;

import java.util.List;

/// One appointment of this broker to lead a partition, as the metadata says it.
///
/// @param brokerId this broker
/// @param leaderEpoch written into every batch
/// @param partitionEpoch grows with every change of what is below
/// @param replicas all that hold it or are to, this broker included
/// @param inSync those of them that every acknowledged record is on
public record LeaderTerm(
    int brokerId,
    int leaderEpoch,
    int partitionEpoch,
    List<Integer> replicas,
    List<Integer> inSync) {

  public LeaderTerm {
    replicas = List.copyOf(replicas);
    inSync = List.copyOf(inSync);
  }

  /// Of a partition that has no other replica.
  public static LeaderTerm alone(int brokerId, int leaderEpoch) {
    return new LeaderTerm(brokerId, leaderEpoch, 0, List.of(brokerId), List.of(brokerId));
  }

  /// Whether this broker is the only replica.
  public boolean isAlone() {
    return replicas.size() == 1 && inSync.size() == 1;
  }

  LeaderTerm with(int newPartitionEpoch, List<Integer> nowInSync) {
    return new LeaderTerm(brokerId, leaderEpoch, newPartitionEpoch, replicas, nowInSync);
  }
}
