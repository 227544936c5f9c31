package io.headrace.replication.move;

import io.headrace.log.PartitionLog;

/// A replica on this broker, led or followed, whose log may be exchanged for a copy of it.
///
/// Runs on: the reactor.
public interface MovableReplica {

  PartitionLog log();

  /// From now on nothing is appended to the log, cut off it or deleted from it: who wants that
  /// waits until [#release].
  ///
  /// @return false if that cannot be now
  boolean hold();

  /// Goes on, with all that had to wait. Without effect if nothing is held.
  void release();

  /// Goes on with a copy of its log, which holds the same and has as much of it on its disk. Only
  /// while it is held.
  void moveTo(PartitionLog copy);
}
