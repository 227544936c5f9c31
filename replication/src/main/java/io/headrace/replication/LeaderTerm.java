package io.headrace.replication;

/// One appointment of this broker to lead a partition.
///
/// @param leaderEpoch written into every batch
/// @param inSyncCount how many replicas are in sync, the leader itself included
public record LeaderTerm(int leaderEpoch, int inSyncCount) {}
