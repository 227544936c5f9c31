package io.headrace.cli.operator;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Configs.Change;
import io.headrace.cli.cluster.Configs.Scope;
import io.headrace.cli.cluster.Operations.Member;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Counted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Has everything moved away from a node, so that it can be taken out.
public final class NodeDrain implements Verb {

  private static final Option<Boolean> UNDO =
      Option.flag("--undo", "let it have replicas again; what has moved stays where it is");

  @Override
  public Syntax syntax() {
    return Syntax.of("node drain", "Move everything away from a node")
        .operand("NODE", "the id of the node", Arity.ONE)
        .options(UNDO, Globals.DRY_RUN)
        .note(
            "The cluster moves its replicas to other nodes, a few at a time, and gives it no new"
                + " ones. It\nserves on meanwhile; headrace node list tells what is left. A node"
                + " that is gone for good can be\ndrained too, of what others have as well.")
        .example("headrace node drain 3")
        .example("headrace node drain 3 --undo");
  }

  @Override
  public void run(Session session) {
    int id = NodeIds.parse(session.arguments().word(0));
    Cluster cluster = session.cluster();
    NodeIds.require(cluster.operations().members(), id);
    Census census = Census.of(cluster);
    int replicas = census.replicasOn(id);
    boolean undo = session.arguments().has(UNDO);
    Change change =
        undo
            ? new Change(Map.of(), List.of(Census.DRAIN))
            : new Change(Map.of(Census.DRAIN, "true"), List.of());
    cluster.configs().change(new Scope.OfNode(id), change, session.effect());
    String deed =
        undo ? "let node %d have replicas again, it has %d" : "drain node %d of %d replicas";
    session
        .output()
        .done(
            (session.isDryRun() ? "would " : "will ") + deed.formatted(id, replicas),
            new Card()
                .fact("node", id)
                .fact("draining", !undo)
                .fact("replicas", replicas)
                .fact("dry_run", session.isDryRun()));
    long stuck = undo ? 0 : stuck(cluster, census, id);
    if (stuck > 0) {
      session
          .output()
          .note(
              Counted.of(
                      stuck,
                      "replica stays, every other node has",
                      "replicas stay, all others have")
                  + " one of the partition already: start another node, or give the topics fewer"
                  + " replicas with headrace cluster reassign");
    }
  }

  /// How many replicas of a node could go only to nodes that have one of the same partition.
  private static long stuck(Cluster cluster, Census census, int id) {
    Set<Integer> others =
        cluster.operations().members().stream()
            .filter(member ->
                member.id() != id && member.inService() && !Census.isDrained(cluster, member.id()))
            .map(Member::id)
            .collect(Collectors.toSet());
    return census.partitions().stream()
        .filter(each -> each.replicas().contains(id) && each.replicas().containsAll(others))
        .count();
  }
}
