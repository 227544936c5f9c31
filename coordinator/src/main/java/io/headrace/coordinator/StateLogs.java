package io.headrace.coordinator;

import io.headrace.base.PartitionId;

/// Where coordinators get their logs from.
@FunctionalInterface
public interface StateLogs {

  /// The log of a partition that this node leads since `leaderEpoch`, according to an image that
  /// has already reached the replicas. When the epoch ends, whatever was appended and is not
  /// committed is rejected with `NOT_LEADER_OR_FOLLOWER`.
  StateLog open(PartitionId partition, int leaderEpoch);
}
