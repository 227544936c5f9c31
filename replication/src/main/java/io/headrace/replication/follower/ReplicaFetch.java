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

  /// A session epoch that neither begins a session nor belongs to one.
  public static final int NO_SESSION = -1;

  public ReplicaFetch {
    changed = List.copyOf(changed);
    forgotten = List.copyOf(forgotten);
  }

  /// One question that belongs to no session, for what a log has lost: the records from `offset`
  /// on, whether whoever is asked leads or follows.
  public static ReplicaFetch once(
      int replicaId, long brokerEpoch, Limits limits, PartitionId partition, long offset) {
    var wish = new Wish(-1, offset, -1, -1, -1);
    return new ReplicaFetch(
        0,
        NO_SESSION,
        replicaId,
        brokerEpoch,
        limits,
        List.of(new Item(partition, wish)),
        List.of());
  }

  /// @param maxWaitMs how long to wait for something new
  public record Limits(int maxWaitMs, int maxPartitionBytes, int maxBytes) {}

  public record Item(PartitionId partition, Wish wish) {}
}
