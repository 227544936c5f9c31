package io.headrace.replication.leader;

import io.headrace.protocol.ErrorCode;

/// What a leader says to a follower's fetch.
public sealed interface FollowerVerdict {

  /// What the follower has is what the leader has: it may read on.
  record Agreed() implements FollowerVerdict {}

  /// The follower's log went another way (KIP-595): it has to cut off what lies beyond where this
  /// epoch ended here, and of what it wrote in later ones.
  ///
  /// @param epoch the largest one here at or below the follower's last
  /// @param endOffset where that ended here
  record Diverged(int epoch, long endOffset) implements FollowerVerdict {}

  record Refused(ErrorCode error) implements FollowerVerdict {}
}
