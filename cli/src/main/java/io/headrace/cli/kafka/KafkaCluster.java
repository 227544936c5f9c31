package io.headrace.cli.kafka;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Configs;
import io.headrace.cli.cluster.Groups;
import io.headrace.cli.cluster.Nodes;
import io.headrace.cli.cluster.Operations;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.cluster.Topics;
import java.time.Duration;
import java.util.ArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Node;

/// A cluster behind an admin client.
public final class KafkaCluster implements Cluster {

  private final Admin admin;
  private final Calls calls;

  public KafkaCluster(Target target) {
    this.admin = Admin.create(ClientSettings.of(target));
    this.calls = new Calls(target.bootstrap());
  }

  @Override
  public Nodes nodes() {
    return this::summary;
  }

  @Override
  public Topics topics() {
    return new KafkaTopics(admin, calls);
  }

  @Override
  public Groups groups() {
    return new KafkaGroups(admin, calls);
  }

  @Override
  public Configs configs() {
    return new KafkaConfigs(admin, calls);
  }

  @Override
  public Operations operations() {
    return new KafkaOperations(admin, calls);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private Nodes.ClusterSummary summary() {
    DescribeClusterResult cluster = admin.describeCluster();
    var nodes = new ArrayList<Nodes.NodeSummary>();
    for (Node node : calls.await(cluster.nodes(), "describe the cluster")) {
      nodes.add(new Nodes.NodeSummary(node.id(), node.host(), node.port()));
    }
    Node told = calls.await(cluster.controller(), "describe the cluster");
    int controller = told == null ? -1 : operations().quorum().leader(); // not one that stands in
    String clusterId = calls.await(cluster.clusterId(), "describe the cluster");
    return new Nodes.ClusterSummary(String.valueOf(clusterId), controller, nodes);
  }
}
