package io.headrace.protocol;

/// The current leader of a partition, told along with NOT_LEADER_OR_FOLLOWER and
/// FENCED_LEADER_EPOCH so that a client need not ask for metadata (KIP-951).
///
/// @param leaderId -1 if nobody leads
public record LeaderHint(int leaderId, int leaderEpoch) {}
