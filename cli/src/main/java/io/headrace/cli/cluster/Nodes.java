package io.headrace.cli.cluster;

import java.util.List;

/// The nodes of a cluster.
public interface Nodes {

  ClusterSummary describe();

  /// Log directories that nodes in service do without.
  List<FailedDirectory> failedDirectories();

  record FailedDirectory(int node, String path) {}

  /// @param controllerId -1 if there is none at the moment; none of the nodes where roles are apart
  record ClusterSummary(String clusterId, int controllerId, List<NodeSummary> nodes) {
    public ClusterSummary {
      nodes = List.copyOf(nodes);
    }
  }

  record NodeSummary(int id, String host, int port) {
    public String address() {
      return host + ":" + port;
    }
  }
}
