package io.headrace.simulator.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the cluster of a run is.
///
/// @param sizes how many nodes; one of these
/// @param nodeSettings what nodes are started with, besides what all runs have
/// @param topicConfigs what the clients' topics are made with, likewise
/// @param partitions how many the clients' topic has; [#A_FEW] leaves that to chance
/// @param hasSideTopics whether there may be topics that are trimmed or compacted
record ClusterPlan(
    List<Integer> sizes,
    Map<String, String> nodeSettings,
    Map<String, String> topicConfigs,
    int partitions,
    boolean hasSideTopics) {

  static final int A_FEW = 0;

  static ClusterPlan of(Integer... sizes) {
    return new ClusterPlan(List.of(sizes), new TreeMap<>(), new TreeMap<>(), A_FEW, false);
  }

  ClusterPlan withNodeSetting(String key, String value) {
    return new ClusterPlan(
        sizes, with(nodeSettings, key, value), topicConfigs, partitions, hasSideTopics);
  }

  ClusterPlan withTopicConfig(String key, String value) {
    return new ClusterPlan(
        sizes, nodeSettings, with(topicConfigs, key, value), partitions, hasSideTopics);
  }

  ClusterPlan withPartitions(int count) {
    return new ClusterPlan(sizes, nodeSettings, topicConfigs, count, hasSideTopics);
  }

  ClusterPlan withSideTopics() {
    return new ClusterPlan(sizes, nodeSettings, topicConfigs, partitions, true);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }
}
