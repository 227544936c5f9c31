package io.headrace.cli.operator;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Configs.Scope;
import io.headrace.cli.cluster.Configs.Setting;
import io.headrace.cli.cluster.Topics.PartitionDetail;
import io.headrace.cli.cluster.Topics.TopicDetail;
import io.headrace.cli.cluster.Topics.TopicSummary;
import java.util.List;

/// All partitions of a cluster as they are now.
record Census(List<TopicDetail> topics) {

  static final String DRAIN = "headrace.drain";

  static Census of(Cluster cluster) {
    List<String> names = cluster.topics().list().stream().map(TopicSummary::name).toList();
    return new Census(names.isEmpty() ? List.of() : cluster.topics().describe(names));
  }

  List<PartitionDetail> partitions() {
    return topics.stream().flatMap(topic -> topic.partitions().stream()).toList();
  }

  int replicasOn(int node) {
    return (int) partitions().stream().filter(each -> each.replicas().contains(node)).count();
  }

  int ledBy(int node) {
    return (int) partitions().stream().filter(each -> each.leader() == node).count();
  }

  /// Whether everything is being moved away from a node, or was.
  static boolean isDrained(Cluster cluster, int node) {
    for (Setting setting : cluster.configs().describe(new Scope.OfNode(node))) {
      if (setting.key().equals(DRAIN)) {
        return setting.value().orElse("").equals("true");
      }
    }
    return false;
  }
}
