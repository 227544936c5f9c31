package io.headrace.replication.follower;

import io.headrace.base.PartitionId;
import java.util.List;

/// One request of a fetch line. Within a session only what changed is named (KIP-227).
///
/// @param sessionId 0 to begin a session; everything is named then
/// @param sessionEpoch 0 to begin one, then 1 with each request more
/// @param replicaId who asks
/// @param brokerEpoch of its registration
/// @param changed what it wants of partitions that are new or have moved on
/// @param forgotten those it follows here no more
public record ReplicaFetch(
    int sessionId,
    int sessionEpoch,
    int replicaId,
    long brokerEpoch,
    Limits limits,
    List<Item> changed,
    List<PartitionId> forgotten) {

  public ReplicaFetch {
    changed = List.copyOf(changed);
    forgotten = List.copyOf(forgotten);
  }

  /// @param maxWaitMs how long to wait for something new
  public record Limits(int maxWaitMs, int maxPartitionBytes, int maxBytes) {}

  public record Item(PartitionId partition, Wish wish) {}
}
