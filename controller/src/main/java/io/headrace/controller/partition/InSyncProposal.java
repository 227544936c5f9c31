package io.headrace.controller.partition;

import io.headrace.base.TopicId;
import java.util.List;

/// What the leader of a partition wants its in-sync set to be (KIP-497).
///
/// @param leaderEpoch of the term it leads in
/// @param partitionEpoch of the partition as it knows it
public record InSyncProposal(
    TopicId topicId, int partition, int leaderEpoch, int partitionEpoch, List<Member> inSync) {
  public InSyncProposal {
    inSync = List.copyOf(inSync);
  }

  /// @param epoch of the broker's registration that the leader saw it fetch with; −1 for unknown
  public record Member(int broker, long epoch) {}
}
