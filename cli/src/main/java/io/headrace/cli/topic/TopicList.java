package io.headrace.cli.topic;

import io.headrace.cli.cluster.Topics;
import io.headrace.cli.cluster.Topics.TopicDetail;
import io.headrace.cli.cluster.Topics.TopicSummary;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Listing;
import java.util.List;

public final class TopicList implements Verb {

  private static final Option<Boolean> INTERNAL =
      Option.flag("--internal", "also those that the cluster keeps for itself");

  @Override
  public Syntax syntax() {
    return Syntax.of("topic list", "List the topics")
        .options(INTERNAL)
        .example("headrace topic list")
        .example("headrace topic list -o jsonl --internal");
  }

  @Override
  public void run(Session session) {
    Topics topics = session.cluster().topics();
    boolean withInternal = session.arguments().has(INTERNAL);
    List<String> names =
        topics.list().stream()
            .filter(topic -> withInternal || !topic.internal())
            .map(TopicSummary::name)
            .toList();
    var listing = new Listing("name", "partitions", "replicas", "id");
    if (!names.isEmpty()) {
      for (TopicDetail topic : topics.describe(names)) {
        listing.add(topic.name(), topic.partitions().size(), topic.replicaCount(), topic.id());
      }
    }
    session.output().show(listing);
    if (names.isEmpty()) {
      session.output().note("no topics yet; make one with: headrace topic create NAME");
    }
  }
}
