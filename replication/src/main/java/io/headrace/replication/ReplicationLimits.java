package io.headrace.replication;

/// How patient replication is, and how much it carries at once.
///
/// @param lagMaxNs how long an in-sync follower may be behind its leader
///   (`replica.lag.time.max.ms`)
/// @param maxWaitMs how long a fetch waits at the leader for something new
///   (`replica.fetch.wait.max.ms`)
/// @param maxPartitionBytes how much of one partition an answer carries (`replica.fetch.max.bytes`)
/// @param maxBytes how much an answer carries (`replica.fetch.response.max.bytes`)
public record ReplicationLimits(long lagMaxNs, int maxWaitMs, int maxPartitionBytes, int maxBytes) {

  public static final ReplicationLimits DEFAULT =
      new ReplicationLimits(10_000_000_000L, 500, 1 << 20, 10 << 20);

  public ReplicationLimits withLagMaxMs(long ms) {
    return new ReplicationLimits(ms * 1_000_000, maxWaitMs, maxPartitionBytes, maxBytes);
  }
}
