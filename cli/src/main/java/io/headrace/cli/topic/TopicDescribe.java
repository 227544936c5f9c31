package io.headrace.cli.topic;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Topics;
import io.headrace.cli.cluster.Topics.PartitionDetail;
import io.headrace.cli.cluster.Topics.TopicDetail;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

public final class TopicDescribe implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("topic describe", "Show a topic and its partitions")
        .operand("TOPIC", "the name of the topic", Arity.ONE)
        .note(
            "START is the first offset still there, END the one that the next record gets, BYTES"
                + " what\nthe leader's segments take on disk. Offsets of a partition without a"
                + " leader are not known.")
        .example("headrace topic describe orders")
        .example("headrace topic describe orders -o json");
  }

  @Override
  public void run(Session session) {
    Topics topics = session.cluster().topics();
    TopicDetail topic = topics.describe(List.of(session.arguments().word(0))).getFirst();
    Known known = known(session, topics, topic);
    var listing =
        new Listing("partition", "leader", "replicas", "in_sync", "start", "end", "bytes");
    for (PartitionDetail partition : topic.partitions()) {
      var id = new TopicPartition(topic.name(), partition.partition());
      listing.add(
          partition.partition(),
          partition.leader(),
          partition.replicas(),
          partition.inSyncReplicas(),
          Optional.ofNullable(known.starts().get(id)),
          Optional.ofNullable(known.ends().get(id)),
          Optional.ofNullable(known.sizes().get(id)));
    }
    session
        .output()
        .show(
            new Card()
                .fact("topic", topic.name())
                .fact("id", topic.id())
                .fact("internal", topic.internal())
                .parts("partitions", listing));
  }

  /// What the leaders say of their partitions.
  private record Known(
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Long> sizes) {}

  /// Leader by leader: one that has just gone must not hide what the others know.
  private static Known known(Session session, Topics topics, TopicDetail topic) {
    var known = new Known(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    var byLeader = new TreeMap<Integer, List<PartitionDetail>>();
    for (PartitionDetail partition : topic.partitions()) {
      if (partition.leader() >= 0) {
        byLeader.computeIfAbsent(partition.leader(), _ -> new ArrayList<>()).add(partition);
      }
    }
    byLeader.forEach((leader, partitions) -> {
      Set<TopicPartition> led = new TreeSet<>();
      partitions.forEach(each -> led.add(new TopicPartition(topic.name(), each.partition())));
      var part = new TopicDetail(topic.name(), topic.id(), topic.internal(), partitions);
      try {
        known.starts().putAll(topics.offsets(led, new Position.Start()));
        known.ends().putAll(topics.offsets(led, new Position.End()));
        known.sizes().putAll(topics.sizes(part));
      } catch (Failure failure) {
        session.output().note("node %d does not tell: %s".formatted(leader, failure.why()));
      }
    });
    return known;
  }
}
