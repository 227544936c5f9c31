package io.headrace.simulator.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the cluster of a run is.
///
/// @param sizes how many nodes; one of these
/// @param nodeSettings what nodes are started with, besides what all runs have
/// @param topicConfigs what the clients' topics are made with, likewise
record ClusterPlan(
    List<Integer> sizes, Map<String, String> nodeSettings, Map<String, String> topicConfigs) {

  static ClusterPlan of(Integer... sizes) {
    return new ClusterPlan(List.of(sizes), new TreeMap<>(), new TreeMap<>());
  }

  ClusterPlan withNodeSetting(String key, String value) {
    return new ClusterPlan(sizes, with(nodeSettings, key, value), topicConfigs);
  }

  ClusterPlan withTopicConfig(String key, String value) {
    return new ClusterPlan(sizes, nodeSettings, with(topicConfigs, key, value));
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }
}
