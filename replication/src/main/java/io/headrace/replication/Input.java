package io.headrace.replication;

import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchRules.Writer;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Everything that can happen to a [PartitionLeader].
public sealed interface Input {

  /// A producer wants to add a batch.
  ///
  /// @param records exactly one batch, in memory that may be changed and stays valid until the end
  ///   of the turn
  /// @param wallMs now, for timestamps
  record ClientAppend(
      ByteBuffer records, Acks acks, Writer writer, long wallMs, AppendTicket ticket)
      implements Input {}

  /// This broker itself wants to add a batch that it built: a coordinator's records. It is trusted,
  /// and acknowledged as with `acks=all`.
  record CoordinatorAppend(ByteBuffer records, AppendTicket ticket) implements Input {}

  /// The log has written or synced more; how far it is now, it says itself.
  record LogAdvanced() implements Input {}

  /// The log could not keep what lies at and above `validEnd`.
  record Rejected(long validEnd, IOException cause) implements Input {}

  /// The log is out of service for good.
  record Offline(IOException cause) implements Input {}

  /// This broker does not lead the partition any more, or there is no such partition any more.
  record Dismissed(ErrorCode why) implements Input {}

  /// The metadata changed: the topic's settings, the leader's epoch, or who is in sync.
  record Appointed(LeaderTerm term, TopicRules rules) implements Input {}
}
