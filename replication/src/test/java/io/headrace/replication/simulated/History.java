package io.headrace.replication.simulated;

/// What kind of world a [ReplicationHistory] plays in.
enum History {
  SOUND,
  /// One of the three disks flips bits of what is committed.
  WITH_ROT
}
