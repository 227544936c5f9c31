package io.headrace.group;

import java.util.Map;
import java.util.TreeMap;

/// The internal topic that groups are kept in.
///
/// @param partitions `offsets.topic.num.partitions`; once the topic exists it is what it is
/// @param replicationFactor `offsets.topic.replication.factor`, at most what the cluster can give
/// @param segmentBytes `offsets.topic.segment.bytes`
public record OffsetsTopic(int partitions, int replicationFactor, int segmentBytes) {

  public static final String NAME = "__consumer_offsets";

  /// Kafka's defaults.
  public static final OffsetsTopic DEFAULT = new OffsetsTopic(50, 3, 100 << 20);

  /// Where a group lives: Kafka's own rule, which clients and tools know, too.
  public static int partitionOf(String groupId, int partitionCount) {
    int hash = groupId.hashCode();
    return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash) % partitionCount;
  }

  /// What is set for the topic when it is made.
  public Map<String, String> configs() {
    Map<String, String> configs = new TreeMap<>();
    configs.put("cleanup.policy", "compact");
    configs.put("compression.type", "producer");
    configs.put("segment.bytes", Integer.toString(segmentBytes));
    return configs;
  }
}
