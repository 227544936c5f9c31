package io.headrace.group.offsets;

import io.headrace.coordinator.Outbox;
import io.headrace.group.offsets.CommitRequest.Entry;
import io.headrace.group.state.CommittedOffset;
import io.headrace.group.state.GroupRecord;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// The rules of OffsetCommit, once the group has agreed.
///
/// @param maxMetadataChars how long a note may be, `offset.metadata.max.bytes` (which Kafka counts
///   in characters, too)
public record Committing(int maxMetadataChars) {

  /// Tells what became of each entry, in their order.
  public List<ErrorCode> decide(CommitRequest request, long nowMs, Outbox<GroupRecord> out) {
    List<ErrorCode> outcomes = new ArrayList<>(request.entries().size());
    for (Entry entry : request.entries()) {
      if (entry.metadata().length() > maxMetadataChars) {
        outcomes.add(ErrorCode.OFFSET_METADATA_TOO_LARGE);
        continue;
      }
      var offset =
          new CommittedOffset(
              entry.offset(),
              entry.leaderEpoch(),
              entry.metadata(),
              nowMs,
              expiry(request.retentionMs(), nowMs),
              entry.topicId());
      out.record(new GroupRecord.OffsetCommitted(request.groupId(), entry.partition(), offset));
      outcomes.add(ErrorCode.NONE);
    }
    return outcomes;
  }

  private static long expiry(long retentionMs, long nowMs) {
    return retentionMs == CommitRequest.DEFAULT_RETENTION
        ? CommittedOffset.NO_EXPIRY
        : nowMs + retentionMs;
  }
}
