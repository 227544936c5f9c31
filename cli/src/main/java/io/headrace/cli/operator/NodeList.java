package io.headrace.cli.operator;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Operations.Member;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Listing;

public final class NodeList implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("node list", "List the nodes and what they carry")
        .note(
            "STATE: in service; draining, when everything is moved away from it; fenced, when the"
                + " cluster\nhas not heard of it for a while or it is still catching up.")
        .example("headrace node list")
        .example("headrace node list -o json");
  }

  @Override
  public void run(Session session) {
    Cluster cluster = session.cluster();
    Census census = Census.of(cluster);
    var nodes = new Listing("node", "address", "rack", "state", "leaders", "replicas");
    for (Member member : cluster.operations().members()) {
      nodes.add(
          member.id(),
          member.address(),
          member.rack(),
          state(cluster, member),
          census.ledBy(member.id()),
          census.replicasOn(member.id()));
    }
    session.output().show(nodes);
  }

  /// Only a node in service can be asked for its settings.
  private static String state(Cluster cluster, Member member) {
    if (!member.inService()) {
      return "fenced";
    }
    return Census.isDrained(cluster, member.id()) ? "draining" : "in service";
  }
}
