package io.headrace.log;

/// A record found by its timestamp.
///
/// @param timestampMs milliseconds since 1970, −1 if the record has none
/// @param leaderEpoch of the leader that wrote it, −1 if not known
public record TimestampedOffset(long timestampMs, long offset, int leaderEpoch) {}
