package io.headrace.replication.leader;

import io.headrace.base.PartitionId;
import java.util.List;

/// What a leader asks the controller to make the in-sync set of its partition.
///
/// @param partitionEpoch the one that the proposal is made from: if there is a newer, it is void
public record InSyncProposal(
    PartitionId partition, int leaderEpoch, int partitionEpoch, List<Member> inSync) {

  public InSyncProposal {
    inSync = List.copyOf(inSync);
  }

  /// @param brokerEpoch of its registration when it fetched last, −1 if not known: should it have
  ///   been started again since, perhaps with an empty disk, the controller refuses
  public record Member(int brokerId, long brokerEpoch) {}

  boolean has(int brokerId) {
    return inSync.stream().anyMatch(member -> member.brokerId() == brokerId);
  }
}
