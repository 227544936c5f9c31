package io.headrace.group.offsets;

import io.headrace.base.TopicId;
import io.headrace.base.TopicPartition;
import java.util.List;

/// Offsets to keep, of partitions that exist.
///
/// @param retentionMs how long to keep them, [#DEFAULT_RETENTION] to leave that to the broker
public record CommitRequest(String groupId, long retentionMs, List<Entry> entries) {

  public static final long DEFAULT_RETENTION = -1;

  public CommitRequest {
    entries = List.copyOf(entries);
  }

  public record Entry(
      TopicPartition partition, TopicId topicId, long offset, int leaderEpoch, String metadata) {}
}
