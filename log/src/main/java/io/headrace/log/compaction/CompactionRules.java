package io.headrace.log.compaction;

import java.util.Map;

/// What one run of compaction goes by.
///
/// @param firstDirtyOffset where the part begins that was never compacted
/// @param nowMs the wall clock
/// @param deleteRetentionMs `delete.retention.ms`: how long tombstones stay after the run that
///   first meets them (KIP-534)
/// @param tombstones whether they ever go
/// @param lastOffsets of each producer the last offset: the batch that ends there is kept, empty if
///   need be, because it tells the producer's last sequence number
public record CompactionRules(
    long firstDirtyOffset,
    long nowMs,
    long deleteRetentionMs,
    Tombstones tombstones,
    Map<Long, Long> lastOffsets) {

  /// What becomes of tombstones whose time is over.
  public enum Tombstones {
    GO,
    /// A damaged segment is left as it is, and may hold what they delete.
    STAY
  }
}
