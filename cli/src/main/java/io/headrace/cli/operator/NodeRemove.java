package io.headrace.cli.operator;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Operations.Member;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;

/// Forgets a node that was drained and stopped.
public final class NodeRemove implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("node remove", "Take a node out of the cluster for good")
        .operand("NODE", "the id of the node", Arity.ONE)
        .options(Globals.DRY_RUN)
        .note(
            "The node must be drained and stopped first: one that runs would register again. A"
                + " node that\nvotes on metadata is taken out of the quorum by itself as soon as"
                + " another one takes its place, or by\nkafka-metadata-quorum remove-controller.")
        .example("headrace node drain 3")
        .example("headrace node remove 3");
  }

  @Override
  public void run(Session session) {
    int id = NodeIds.parse(session.arguments().word(0));
    Cluster cluster = session.cluster();
    Member member = NodeIds.require(cluster.operations().members(), id);
    int replicas = Census.of(cluster).replicasOn(id);
    if (replicas > 0) {
      throw new Failure(
          Exit.FAILED,
          "cannot remove node " + id,
          "it still has %d replicas".formatted(replicas),
          "headrace node drain %d, and wait until headrace node list shows none".formatted(id));
    }
    if (member.inService()) {
      throw new Failure(
          Exit.FAILED,
          "cannot remove node " + id,
          "it runs, and would register again at once",
          "stop its process, wait some seconds, then repeat");
    }
    if (!session.isDryRun()) {
      session.confirm("remove node %d (%s)".formatted(id, member.address()));
      cluster.operations().remove(id);
    }
    session
        .output()
        .done(
            (session.isDryRun() ? "would remove node " : "removed node ") + id,
            new Card().fact("node", id).fact("dry_run", session.isDryRun()));
  }
}
