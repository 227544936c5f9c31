package io.headrace.cli;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Nodes.ClusterSummary;
import io.headrace.cli.cluster.Nodes.FailedDirectory;
import io.headrace.cli.cluster.Nodes.NodeSummary;
import io.headrace.cli.cluster.Topics.PartitionDetail;
import io.headrace.cli.cluster.Topics.TopicDetail;
import io.headrace.cli.cluster.Topics.TopicSummary;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Counted;
import io.headrace.cli.render.Listing;
import java.util.List;

/// Is it well? One look at nodes, topics, partitions and groups.
final class StatusVerb implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("status", "Show whether the cluster is well")
        .note("Fails with exit code 1 if a partition has no leader.")
        .example("headrace status")
        .example("headrace status -b broker.example.com:9092 -o json");
  }

  @Override
  public void run(Session session) {
    Cluster cluster = session.cluster();
    ClusterSummary summary = cluster.nodes().describe();
    List<String> names = cluster.topics().list().stream().map(TopicSummary::name).toList();
    List<TopicDetail> topics = names.isEmpty() ? List.of() : cluster.topics().describe(names);
    int partitionCount = 0;
    int leaderless = 0;
    int underReplicated = 0;
    for (TopicDetail topic : topics) {
      for (PartitionDetail partition : topic.partitions()) {
        partitionCount++;
        leaderless += partition.leader() < 0 ? 1 : 0;
        underReplicated += partition.inSyncReplicas().size() < partition.replicas().size() ? 1 : 0;
      }
    }
    List<FailedDirectory> failed = failedDirectories(session);
    boolean isDegraded = underReplicated > 0 || summary.controllerId() < 0 || !failed.isEmpty();
    session
        .output()
        .show(
            new Card()
                .fact("status", leaderless > 0 ? "failing" : isDegraded ? "degraded" : "well")
                .fact("cluster", summary.clusterId())
                .fact("controller", summary.controllerId() < 0 ? "none" : summary.controllerId())
                .fact("topics", names.size())
                .fact("partitions", partitionCount)
                .fact("without_leader", leaderless)
                .fact("under_replicated", underReplicated)
                .fact("failed_directories", failed.size())
                .fact("groups", groups(session))
                .parts("nodes", nodes(summary)));
    failed.forEach(each ->
        session
            .output()
            .note("node " + each.node() + " does without its log directory " + each.path()));
    if (leaderless > 0) {
      throw new Failure(
          Exit.FAILED,
          Counted.of(leaderless, "partition has", "partitions have") + " no leader",
          "none of the replicas is in service",
          "headrace doctor, or start the nodes that are missing");
    }
    if (isDegraded) {
      session.output().note("headrace doctor says what is wrong, and what to do");
    }
  }

  private static Listing nodes(ClusterSummary summary) {
    var nodes = new Listing("node", "address", "controller");
    for (NodeSummary node : summary.nodes()) {
      nodes.add(node.id(), node.address(), node.id() == summary.controllerId() ? "yes" : "no");
    }
    return nodes;
  }

  /// Every node is asked for its groups: one that does not answer must not hide the rest.
  private static Object groups(Session session) {
    try {
      return session.cluster().groups().list().size();
    } catch (Failure e) {
      session.output().note(e.what() + ": " + e.why());
      return "unknown";
    }
  }

  /// So must one that is asked for its log directories.
  private static List<FailedDirectory> failedDirectories(Session session) {
    try {
      return session.cluster().nodes().failedDirectories();
    } catch (Failure e) {
      session.output().note(e.what() + ": " + e.why());
      return List.of();
    }
  }
}
