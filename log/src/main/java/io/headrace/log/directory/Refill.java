package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.journal.Extent;
import io.headrace.log.journal.JournalEntries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/// Takes batches from the journal to the logs whose files lack them ([ScanGaps]), but for logs that
/// were deleted on the way.
///
/// @param logs that were scanned
record Refill(Map<PartitionId, LogRecovery> logs, Drops drops) implements JournalEntries {

  @Override
  public void onData(PartitionId id, Extent extent, ByteBuffer batches) throws IOException {
    LogRecovery log = drops.isAhead(id) ? null : logs.get(id);
    if (log != null) {
      log.scan().refill(extent, batches);
    }
  }
}
