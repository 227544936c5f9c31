package io.headrace.cli.topic;

import io.headrace.cli.cluster.Topics.CreatedTopic;
import io.headrace.cli.cluster.Topics.TopicWish;
import io.headrace.cli.command.Assignments;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Arguments;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;

public final class TopicCreate implements Verb {

  private static final int DECIDED_BY_CLUSTER = -1;
  private static final Option<Integer> PARTITIONS =
      Option.number("-p,--partitions", "N", "how many partitions (default: the cluster's)");
  private static final Option<Integer> REPLICAS =
      Option.number("-r,--replicas", "N", "copies of each partition (default: the cluster's)");
  private static final Option<String> CONFIG =
      Option.text("-c,--config", "KEY=VALUE", "a setting of the topic; may be repeated");

  @Override
  public Syntax syntax() {
    return Syntax.of("topic create", "Create a topic")
        .operand("TOPIC", "the name of the topic", Arity.ONE)
        .options(PARTITIONS, REPLICAS, CONFIG, Globals.DRY_RUN)
        .example("headrace topic create orders")
        .example("headrace topic create orders -p 6 -c retention.ms=86400000")
        .example("headrace topic create users -c cleanup.policy=compact --dry-run");
  }

  @Override
  public void run(Session session) {
    Arguments arguments = session.arguments();
    var wish =
        new TopicWish(
            arguments.word(0),
            arguments.find(PARTITIONS).orElse(DECIDED_BY_CLUSTER),
            arguments.find(REPLICAS).orElse(DECIDED_BY_CLUSTER),
            Assignments.parse(arguments.all(CONFIG)));
    CreatedTopic created = session.cluster().topics().create(wish, session.effect());
    String verb = session.isDryRun() ? "would create" : "created";
    var card =
        new Card()
            .fact("topic", created.name())
            .fact("id", created.id())
            .fact("partitions", created.partitionCount())
            .fact("replicas", created.replicaCount())
            .fact("dry_run", session.isDryRun());
    session
        .output()
        .done(
            "%s topic %s (partitions: %d, replicas: %d)"
                .formatted(verb, created.name(), created.partitionCount(), created.replicaCount()),
            card);
  }
}
