package io.headrace.replication.simulated;

/// What kind of world a [ReplicationHistory] plays in.
enum History {
  SOUND,
  /// One of the three disks flips bits of what is committed.
  WITH_ROT,
  /// Each broker has two log directories, and its replica is moved from one to the other.
  WITH_MOVES
}
