package io.headrace.replication.leader;

import java.nio.ByteBuffer;

/// What a [PartitionLeader] wants done.
public sealed interface Effect {

  /// Add this batch, which has its offsets, to the log.
  record AppendToLog(ByteBuffer batch) implements Effect {}

  /// Tell who waits.
  record Answer(AppendTicket ticket, AppendResult result) implements Effect {}

  /// Tell who waits on that it will take longer.
  record Delay(AppendTicket ticket, AppendResult.Refused why) implements Effect {}

  /// Consumers may read up to here.
  record HighWatermarkMoved(long highWatermark) implements Effect {}

  /// Ask the controller for another in-sync set.
  record ProposeInSync(InSyncProposal proposal) implements Effect {}
}
