package io.headrace.replication.follower;

import java.nio.ByteBuffer;
import java.util.List;

/// What a [PartitionFollower] wants done.
sealed interface FollowerEffect {

  /// Add these batches to the log.
  record Append(List<ByteBuffer> batches) implements FollowerEffect {}

  /// Cut off the end of the log.
  record CutTo(long offset) implements FollowerEffect {}

  /// Begin the log anew.
  record StartAt(long offset) implements FollowerEffect {}

  /// The leader's log begins here now.
  record DeleteBefore(long offset) implements FollowerEffect {}

  /// Consumers may read up to here.
  record HighWatermarkMoved(long highWatermark) implements FollowerEffect {}

  record RetryAfter(long delayNs) implements FollowerEffect {}

  /// Something that an operator should know of.
  record Trouble(String what) implements FollowerEffect {}
}
