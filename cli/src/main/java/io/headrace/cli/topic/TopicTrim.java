package io.headrace.cli.topic;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Topics;
import io.headrace.cli.cluster.Topics.PartitionDetail;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Positions;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Arguments;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Listing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

public final class TopicTrim implements Verb {

  private static final Option<String> TO =
      Option.text("--to", "POSITION", "delete what lies before: END, OFFSET, -1h, TIMESTAMP");
  private static final Option<Integer> PARTITION =
      Option.number("--partition", "N", "only this partition; may be repeated");

  @Override
  public Syntax syntax() {
    return Syntax.of("topic trim", "Delete the oldest records of a topic")
        .operand("TOPIC", "the name of the topic", Arity.ONE)
        .options(TO, PARTITION, Globals.DRY_RUN)
        .note("POSITION is " + Position.GRAMMAR + "; behind the end of a partition it is the end.")
        .example("headrace topic trim orders --to -7d --dry-run")
        .example("headrace topic trim orders --to END --yes");
  }

  @Override
  public void run(Session session) {
    Arguments arguments = session.arguments();
    String name = arguments.word(0);
    Position to = Positions.get(session, TO);
    Topics topics = session.cluster().topics();
    Set<TopicPartition> partitions = partitions(topics, name, arguments.all(PARTITION));
    Map<TopicPartition, Long> starts = topics.offsets(partitions, new Position.Start());
    Map<TopicPartition, Long> ends = topics.offsets(partitions, new Position.End());
    Map<TopicPartition, Long> before = topics.offsets(partitions, to);
    before.replaceAll((partition, offset) ->
        Math.clamp(
            offset,
            starts.getOrDefault(partition, 0L),
            ends.getOrDefault(partition, Long.MAX_VALUE)));
    long recordCount = 0;
    for (var entry : before.entrySet()) {
      recordCount += entry.getValue() - starts.getOrDefault(entry.getKey(), 0L);
    }
    Map<TopicPartition, Long> after = new TreeMap<>(before);
    if (!session.isDryRun()) {
      session.confirm("delete up to " + recordCount + " records of topic " + name);
      after.putAll(topics.trim(before));
    }
    var listing = new Listing("partition", "start_before", "start_after", "deleted_offsets");
    after.forEach((partition, start) -> {
      long startBefore = starts.getOrDefault(partition, 0L);
      listing.add(partition.partition(), startBefore, start, start - startBefore);
    });
    session.output().show(listing);
    if (session.isDryRun()) {
      session.output().note("nothing was deleted (--dry-run)");
    }
  }

  private static Set<TopicPartition> partitions(Topics topics, String name, List<Integer> chosen) {
    var partitions = new TreeSet<TopicPartition>();
    for (PartitionDetail partition : topics.describe(List.of(name)).getFirst().partitions()) {
      if (chosen.isEmpty() || chosen.contains(partition.partition())) {
        partitions.add(new TopicPartition(name, partition.partition()));
      }
    }
    return partitions;
  }
}
