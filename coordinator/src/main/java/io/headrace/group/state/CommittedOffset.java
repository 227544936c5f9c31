package io.headrace.group.state;

import io.headrace.base.TopicId;

/// How far a group has come in one partition.
///
/// @param offset the next record it wants to read
/// @param leaderEpoch of the last record it read, [#NO_LEADER_EPOCH] if it did not say (KIP-320)
/// @param metadata whatever the consumer wanted to note
/// @param commitTimestampMs wall time
/// @param expireTimestampMs when it expires if the consumer said so (commits before version 5),
///   else [#NO_EXPIRY]
/// @param topicId [TopicId#ZERO] if not known
public record CommittedOffset(
    long offset,
    int leaderEpoch,
    String metadata,
    long commitTimestampMs,
    long expireTimestampMs,
    TopicId topicId) {

  public static final int NO_LEADER_EPOCH = -1;
  public static final long NO_EXPIRY = -1;
}
