package io.headrace.replication.follower;

/// What a follower asks its leader for.
///
/// @param leaderEpoch under which it follows
/// @param fetchOffset the end of its log
/// @param lastFetchedEpoch of its last batch, −1 if it has none
/// @param startOffset where its log begins
/// @param syncedEnd everything below is on its stable storage
public record Wish(
    int leaderEpoch, long fetchOffset, int lastFetchedEpoch, long startOffset, long syncedEnd) {}
