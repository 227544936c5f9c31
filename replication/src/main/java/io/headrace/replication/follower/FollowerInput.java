package io.headrace.replication.follower;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Everything that can happen to a [PartitionFollower].
sealed interface FollowerInput {

  /// The metadata says who leads; −1 if nobody does.
  record Appointed(int leader, int leaderEpoch) implements FollowerInput {}

  /// The leader answered `asked`.
  record Fetched(Wish asked, ReplicaFetched.Part part) implements FollowerInput {}

  /// The log is cut, or begins anew.
  record CutDone(@Nullable IOException failure) implements FollowerInput {}

  /// The log could not keep what was appended: the disk is full.
  record Rejected() implements FollowerInput {}

  /// More of the log is lost than before, or less.
  record LossChanged() implements FollowerInput {}

  /// A pause is over.
  record RetryDue() implements FollowerInput {}

  /// The log is out of service, or no longer this follower's.
  record Ended() implements FollowerInput {}
}
