package io.headrace.cli.kafka;

import io.headrace.cli.cluster.Nodes;
import io.headrace.cli.cluster.Operations;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Node;

/// The nodes behind an admin client.
final class KafkaNodes implements Nodes {

  private final Admin admin;
  private final Calls calls;
  private final Operations operations;

  KafkaNodes(Admin admin, Calls calls, Operations operations) {
    this.admin = admin;
    this.calls = calls;
    this.operations = operations;
  }

  @Override
  public ClusterSummary describe() {
    DescribeClusterResult cluster = admin.describeCluster();
    var nodes = new ArrayList<NodeSummary>();
    for (Node node : calls.await(cluster.nodes(), "describe the cluster")) {
      nodes.add(new NodeSummary(node.id(), node.host(), node.port()));
    }
    Node told = calls.await(cluster.controller(), "describe the cluster");
    int controller = told == null ? -1 : operations.quorum().leader(); // not one that stands in
    String clusterId = calls.await(cluster.clusterId(), "describe the cluster");
    return new ClusterSummary(String.valueOf(clusterId), controller, nodes);
  }

  @Override
  public List<FailedDirectory> failedDirectories() {
    String what = "ask for log directories";
    List<Integer> nodes =
        calls.await(admin.describeCluster().nodes(), what).stream().map(Node::id).toList();
    var failed = new ArrayList<FailedDirectory>();
    admin
        .describeLogDirs(nodes)
        .descriptions()
        .forEach((node, answer) ->
            calls
                .await(answer, what)
                .forEach((path, directory) -> {
                  if (directory.error() != null) {
                    failed.add(new FailedDirectory(node, path));
                  }
                }));
    return failed;
  }
}
