package io.headrace.log.compaction;

import java.util.Map;

/// What one run of compaction goes by.
///
/// @param firstDirtyOffset where the part begins that was never compacted
/// @param nowMs the wall clock
/// @param deleteRetentionMs `delete.retention.ms`: how long tombstones stay after the run that
///   first meets them (KIP-534)
/// @param lastOffsets of each producer the last offset: the batch that ends there is kept, empty if
///   need be, because it tells the producer's last sequence number
public record CompactionRules(
    long firstDirtyOffset, long nowMs, long deleteRetentionMs, Map<Long, Long> lastOffsets) {}
