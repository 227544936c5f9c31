package io.headrace.cli.operator;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Nodes.ClusterSummary;
import io.headrace.cli.cluster.Operations;
import io.headrace.cli.cluster.Operations.Feature;
import io.headrace.cli.cluster.Operations.Quorum;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Listing;

public final class ClusterInfo implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("cluster info", "Show who a cluster is and what it works at")
        .example("headrace cluster info")
        .example("headrace cluster info -o json");
  }

  @Override
  public void run(Session session) {
    Cluster cluster = session.cluster();
    Operations operations = cluster.operations();
    ClusterSummary summary = cluster.nodes().describe();
    Quorum quorum = operations.quorum();
    var features = new Listing("feature", "level", "lowest", "highest");
    for (Feature feature : operations.features()) {
      features.add(feature.name(), feature.finalised(), feature.lowest(), feature.highest());
    }
    session
        .output()
        .show(
            new Card()
                .fact("cluster", summary.clusterId())
                .fact("nodes", operations.members().size())
                .fact("controller", quorum.leader())
                .fact("voters", quorum.voters().stream().map(Operations.Voter::node).toList())
                .fact("moving_partitions", operations.moves().size())
                .parts("features", features));
  }
}
