package io.headrace.cli.operator;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Operations;
import io.headrace.cli.cluster.Operations.Member;
import io.headrace.cli.cluster.Operations.Voter;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Counted;
import java.util.List;
import java.util.Optional;

/// Forgets a node that was drained and stopped.
public final class NodeRemove implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("node remove", "Take a node out of the cluster for good")
        .operand("NODE", "the id of the node", Arity.ONE)
        .options(Globals.DRY_RUN)
        .note(
            "The node must be drained and stopped first: one that runs would register again. If it"
                + " votes on\nmetadata, its vote is taken from it as well.")
        .example("headrace node drain 3")
        .example("headrace node remove 3");
  }

  @Override
  public void run(Session session) {
    int id = NodeIds.parse(session.arguments().word(0));
    Operations operations = session.cluster().operations();
    Optional<Voter> voter =
        operations.quorum().voters().stream().filter(each -> each.node() == id).findFirst();
    List<Member> members = operations.members();
    boolean registered = members.stream().anyMatch(each -> each.id() == id);
    if (registered || voter.isEmpty()) {
      requireEmptyAndStopped(session.cluster(), NodeIds.require(members, id));
    }
    if (voter.filter(Voter::isHeard).isPresent()) {
      throw running(id);
    }
    if (!session.isDryRun()) {
      session.confirm("remove node " + id);
      if (voter.isPresent()) {
        operations.removeVote(id);
      }
      if (registered) {
        operations.remove(id);
      }
    }
    session
        .output()
        .done(
            (session.isDryRun() ? "would remove node " : "removed node ") + id,
            new Card()
                .fact("node", id)
                .fact("voter", voter.isPresent())
                .fact("dry_run", session.isDryRun()));
  }

  private static void requireEmptyAndStopped(Cluster cluster, Member member) {
    int id = member.id();
    int replicas = Census.of(cluster).replicasOn(id);
    if (replicas > 0) {
      throw new Failure(
          Exit.FAILED,
          "cannot remove node " + id,
          "it still has " + Counted.of(replicas, "replica", "replicas"),
          "headrace node drain %d, and wait until headrace node list shows none".formatted(id));
    }
    if (member.inService()) {
      throw running(id);
    }
  }

  private static Failure running(int id) {
    return new Failure(
        Exit.FAILED,
        "cannot remove node " + id,
        "it runs, and would register again at once",
        "stop its process, wait some seconds, then repeat");
  }
}
