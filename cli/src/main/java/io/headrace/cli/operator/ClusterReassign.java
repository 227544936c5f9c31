package io.headrace.cli.operator;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Operations;
import io.headrace.cli.cluster.Operations.Move;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Counted;
import io.headrace.cli.render.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Moves partitions, stops moves, or tells what moves.
public final class ClusterReassign implements Verb {

  private static final Option<String> TO =
      Option.text("--to", "NODES", "the nodes that shall have it, the preferred leader first");

  private static final Option<Boolean> CANCEL = Option.flag("--cancel", "stop the moves");

  @Override
  public Syntax syntax() {
    return Syntax.of("cluster reassign", "Move partitions between nodes, or show what moves")
        .operand("TOPIC[:PARTITION]", "what to move; nothing to show what moves", Arity.ANY)
        .options(TO, CANCEL, Globals.DRY_RUN)
        .note(
            "The nodes that are new copy first; the old ones let go when those are in sync. Clients"
                + " notice\nnothing but a change of leader.")
        .example("headrace cluster reassign")
        .example("headrace cluster reassign orders:3 --to 1,2,3")
        .example("headrace cluster reassign orders --cancel");
  }

  @Override
  public void run(Session session) {
    List<String> words = session.arguments().wordsFrom(0);
    Operations operations = session.cluster().operations();
    boolean cancel = session.arguments().has(CANCEL);
    if (words.isEmpty()) {
      Map<TopicPartition, Move> moves = operations.moves();
      session.output().show(listing(moves));
      if (moves.isEmpty()) {
        session.output().note("nothing moves");
      }
      return;
    }
    if (cancel) {
      cancel(session, operations, partitions(session, words));
    } else {
      move(session, operations, partitions(session, words));
    }
  }

  private static void move(
      Session session, Operations operations, List<TopicPartition> partitions) {
    String nodes =
        session
            .arguments()
            .find(TO)
            .orElseThrow(() ->
                Failure.usage(
                    "nowhere to move to",
                    "neither --to nor --cancel was given",
                    "headrace cluster reassign -h"));
    List<Integer> ids = NodeIds.parseAll(nodes);
    ids.forEach(id -> NodeIds.require(operations.members(), id));
    var targets = new TreeMap<TopicPartition, List<Integer>>();
    partitions.forEach(partition -> targets.put(partition, ids));
    if (!session.isDryRun()) {
      operations.reassign(targets);
    }
    tell(
        session,
        session.isDryRun() ? "would move" : "began to move",
        partitions,
        (ids.size() == 1 ? " to node " : " to nodes ")
            + ids.stream().map(String::valueOf).collect(Collectors.joining(",")));
    if (!session.isDryRun()) {
      session.output().note("headrace cluster reassign shows what still moves");
    }
  }

  private static void cancel(
      Session session, Operations operations, List<TopicPartition> partitions) {
    Map<TopicPartition, Move> moves = operations.moves();
    List<TopicPartition> moving = partitions.stream().filter(moves::containsKey).toList();
    if (!session.isDryRun() && !moving.isEmpty()) {
      operations.cancel(moving);
    }
    tell(session, session.isDryRun() ? "would stop moving" : "stopped moving", moving, "");
  }

  private static void tell(
      Session session, String deed, List<TopicPartition> partitions, String where) {
    session
        .output()
        .done(
            deed + " " + Counted.of(partitions.size(), "partition", "partitions") + where,
            new Card()
                .fact("partitions", partitions.stream().map(TopicPartition::toString).toList())
                .fact("dry_run", session.isDryRun()));
  }

  private static Listing listing(Map<TopicPartition, Move> moves) {
    var listing = new Listing("topic", "partition", "replicas", "adding", "removing");
    moves.forEach((partition, move) ->
        listing.add(
            partition.topic(),
            partition.partition(),
            move.replicas(),
            move.adding(),
            move.removing()));
    return listing;
  }

  /// A topic without a number stands for all its partitions.
  private static List<TopicPartition> partitions(Session session, List<String> words) {
    var partitions = new ArrayList<TopicPartition>();
    for (String word : words) {
      int colon = word.lastIndexOf(':');
      String topic = colon < 0 ? word : word.substring(0, colon);
      var found = session.cluster().topics().describe(List.of(topic)).getFirst();
      int only = colon < 0 ? -1 : NodeIds.parse(word.substring(colon + 1));
      if (only >= found.partitions().size()) {
        throw new Failure(
            Exit.NOT_FOUND,
            "there is no partition " + word,
            "the topic has " + found.partitions().size(),
            "headrace topic describe " + topic);
      }
      found.partitions().stream()
          .filter(each -> only < 0 || each.partition() == only)
          .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
    }
    return partitions;
  }
}
