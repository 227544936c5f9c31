package io.headrace.cli.topic;

import io.headrace.cli.cluster.Topics;
import io.headrace.cli.cluster.Topics.TopicDetail;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import java.util.List;

public final class TopicDelete implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("topic delete", "Delete topics with all their records")
        .operand("TOPIC", "the names of the topics", Arity.SOME)
        .options(Globals.DRY_RUN)
        .example("headrace topic delete orders")
        .example("headrace topic delete orders users --yes");
  }

  @Override
  public void run(Session session) {
    List<String> names = session.arguments().wordsFrom(0);
    Topics topics = session.cluster().topics();
    List<TopicDetail> found = topics.describe(names);
    int partitionCount = found.stream().mapToInt(topic -> topic.partitions().size()).sum();
    String what =
        "topic %s with %d partition%s"
            .formatted(String.join(", ", names), partitionCount, partitionCount == 1 ? "" : "s");
    if (!session.isDryRun()) {
      session.confirm("delete " + what + " and all records");
      topics.delete(names);
    }
    session
        .output()
        .done(
            (session.isDryRun() ? "would delete " : "deleted ") + what,
            new Card()
                .fact("topics", names)
                .fact("partitions", partitionCount)
                .fact("dry_run", session.isDryRun()));
  }
}
