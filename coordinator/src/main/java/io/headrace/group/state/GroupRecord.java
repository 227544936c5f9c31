package io.headrace.group.state;

import io.headrace.base.TopicPartition;

/// One lasting change of a group.
public sealed interface GroupRecord {

  String groupId();

  /// An offset was committed.
  record OffsetCommitted(String groupId, TopicPartition partition, CommittedOffset offset)
      implements GroupRecord {}

  /// An offset expired or was deleted.
  record OffsetRemoved(String groupId, TopicPartition partition) implements GroupRecord {}

  /// The group came to rest with these members: with an assignment, or without any.
  record GroupStored(String groupId, GroupMetadata metadata) implements GroupRecord {}

  /// The group is no more; its offsets go by records of their own.
  record GroupRemoved(String groupId) implements GroupRecord {}
}
