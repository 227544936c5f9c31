package io.headrace.base;

/// A partition by the identity of its topic and its number (0 and up): what logs and replicas are
/// keyed by, because it outlives renames and is never reused.
public record PartitionId(TopicId topicId, int partition) implements Comparable<PartitionId> {

  @Override
  public int compareTo(PartitionId other) {
    int byTopic = topicId.compareTo(other.topicId);
    return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
  }

  /// The name of this partition's data directory.
  @Override
  public String toString() {
    return topicId + "-" + partition;
  }
}
