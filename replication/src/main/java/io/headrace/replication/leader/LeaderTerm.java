package io.headrace.replication.leader;

import io.headrace.metadata.PartitionImage;
import java.util.List;

/// One appointment of this broker to lead a partition, as the metadata says it.
///
/// @param brokerId this broker
/// @param leaderEpoch written into every batch
/// @param partitionEpoch grows with every change of what is below
/// @param replicas all that hold it or are to, this broker included
/// @param adding those of them that a reassignment is only bringing in
/// @param inSync those of them that every acknowledged record is on
public record LeaderTerm(
    int brokerId,
    int leaderEpoch,
    int partitionEpoch,
    List<Integer> replicas,
    List<Integer> adding,
    List<Integer> inSync) {

  public LeaderTerm {
    replicas = List.copyOf(replicas);
    adding = List.copyOf(adding);
    inSync = List.copyOf(inSync);
  }

  /// Of a partition that has no other replica.
  public static LeaderTerm alone(int brokerId, int leaderEpoch) {
    return new LeaderTerm(
        brokerId, leaderEpoch, 0, List.of(brokerId), List.of(), List.of(brokerId));
  }

  /// Whether this broker is the only replica.
  public boolean isAlone() {
    return replicas.size() == 1 && inSync.size() == 1;
  }

  /// How many replicas have to be in sync for `acks=all`: no more than there are for good.
  ///
  /// @param configured `min.insync.replicas` of the topic
  int leastInSync(int configured) {
    return PartitionImage.leastInSync(configured, replicas.size() - adding.size());
  }

  /// Whether fewer are in sync: others than these may lead next then (KIP-966).
  boolean hasTooFewInSync(int configured) {
    return inSync.size() < leastInSync(configured);
  }

  LeaderTerm with(int newPartitionEpoch, List<Integer> nowInSync) {
    return new LeaderTerm(brokerId, leaderEpoch, newPartitionEpoch, replicas, adding, nowInSync);
  }
}
