package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.journal.JournalEntries;
import java.util.Set;
import java.util.TreeMap;

/// Which logs a journal says were deleted, and how often: entries before the last deletion belong
/// to a log that is gone, though one with the same id may be there.
final class Drops implements JournalEntries {

  private final TreeMap<PartitionId, Integer> ahead = new TreeMap<>();

  Set<PartitionId> ids() {
    return ahead.keySet();
  }

  boolean isAhead(PartitionId id) {
    return !ahead.isEmpty() && ahead.containsKey(id);
  }

  /// One of the deletions has been come by.
  void pass(PartitionId id) {
    ahead.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public void onDrop(PartitionId id) {
    ahead.merge(id, 1, Integer::sum);
  }
}
