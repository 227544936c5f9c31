package io.headrace.cli.cluster;

import io.headrace.base.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The topics of a cluster and the ends of their partitions.
public interface Topics {

  /// In the order of their names, internal ones included.
  List<TopicSummary> list();

  /// Several topics in one request, in the order of their names.
  List<TopicDetail> describe(List<String> names);

  /// What the topic became, with the cluster's defaults filled in.
  CreatedTopic create(TopicWish wish, Effect effect);

  void delete(List<String> names);

  /// Adds partitions until there are `partitionCount`.
  void resize(String name, int partitionCount, Effect effect);

  /// Deletes the records before an offset of each partition; answers where each begins afterwards.
  Map<TopicPartition, Long> trim(Map<TopicPartition, Long> before);

  /// The offset at a position of each partition; the end where the position lies behind it.
  Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, Position position);

  /// Bytes on disk of each partition's leader, as far as the cluster tells.
  Map<TopicPartition, Long> sizes(TopicDetail topic);

  /// @param partitionCount the cluster decides if -1
  /// @param replicaCount the cluster decides if -1
  record TopicWish(String name, int partitionCount, int replicaCount, Map<String, String> configs) {
    public TopicWish {
      configs = Map.copyOf(configs);
    }
  }

  /// @param id empty where the cluster gave none
  record CreatedTopic(String name, String id, int partitionCount, int replicaCount) {}

  record TopicSummary(String name, boolean internal) {}

  record TopicDetail(String name, String id, boolean internal, List<PartitionDetail> partitions) {
    public TopicDetail {
      partitions = List.copyOf(partitions);
    }

    public int replicaCount() {
      return partitions.isEmpty() ? 0 : partitions.getFirst().replicas().size();
    }
  }

  /// @param leader the id of a node, or -1 if nobody leads
  record PartitionDetail(
      int partition, int leader, List<Integer> replicas, List<Integer> inSyncReplicas) {
    public PartitionDetail {
      replicas = List.copyOf(replicas);
      inSyncReplicas = List.copyOf(inSyncReplicas);
    }
  }
}
