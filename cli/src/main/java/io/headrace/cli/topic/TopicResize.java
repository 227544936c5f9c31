package io.headrace.cli.topic;

import io.headrace.cli.cluster.Topics;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import java.util.List;

public final class TopicResize implements Verb {

  private static final Option<Integer> PARTITIONS =
      Option.number("-p,--partitions", "N", "how many it shall have; more than now");

  @Override
  public Syntax syntax() {
    return Syntax.of("topic resize", "Add partitions to a topic")
        .operand("TOPIC", "the name of the topic", Arity.ONE)
        .options(PARTITIONS, Globals.DRY_RUN)
        .note(
            "Partitions can be added, never taken away. Records with a key may go to another"
                + " partition\nthan earlier ones with the same key: order per key holds within"
                + " each side of the change.")
        .example("headrace topic resize orders -p 12 --dry-run");
  }

  @Override
  public void run(Session session) {
    String name = session.arguments().word(0);
    int after = session.arguments().get(PARTITIONS);
    Topics topics = session.cluster().topics();
    int before = topics.describe(List.of(name)).getFirst().partitions().size();
    if (after <= before) {
      throw new Failure(
          Exit.FAILED,
          "cannot resize topic " + name + " to " + after + " partitions",
          "it has " + before + ", and partitions can only be added",
          "headrace topic resize " + name + " -p " + (before + 1));
    }
    topics.resize(name, after, session.effect());
    session
        .output()
        .done(
            "%s topic %s from %d to %d partitions"
                .formatted(session.isDryRun() ? "would resize" : "resized", name, before, after),
            new Card()
                .fact("topic", name)
                .fact("partitions_before", before)
                .fact("partitions", after)
                .fact("dry_run", session.isDryRun()));
  }
}
