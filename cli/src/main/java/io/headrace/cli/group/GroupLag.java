package io.headrace.cli.group;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Groups.Member;
import io.headrace.cli.cluster.Position;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Listing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// How far a group is behind: what it committed against what there is.
public final class GroupLag implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("group lag", "Show how far a group is behind")
        .operand("GROUP", "the name of the group", Arity.ONE)
        .note(
            "LAG is END minus COMMITTED: the records that the group has still to read. A partition"
                + " that\na member reads but never committed has no COMMITTED and no LAG.")
        .example("headrace group lag billing");
  }

  @Override
  public void run(Session session) {
    Cluster cluster = session.cluster();
    String group = session.arguments().word(0);
    List<Member> members = cluster.groups().describe(group).members();
    Map<TopicPartition, Long> committed = cluster.groups().committed(group);
    Map<TopicPartition, String> readers = new HashMap<>();
    for (Member member : members) {
      member.partitions().forEach(partition -> readers.put(partition, member.clientId()));
    }
    var partitions = new TreeSet<>(committed.keySet());
    partitions.addAll(readers.keySet());
    Map<TopicPartition, Long> ends = cluster.topics().offsets(partitions, new Position.End());

    var listing = new Listing("topic", "partition", "committed", "end", "lag", "reader");
    long total = 0;
    for (TopicPartition partition : partitions) {
      Optional<Long> from = Optional.ofNullable(committed.get(partition));
      Optional<Long> end = Optional.ofNullable(ends.get(partition));
      Optional<Long> lag = from.flatMap(offset -> end.map(last -> Math.max(0, last - offset)));
      total += lag.orElse(0L);
      listing.add(
          partition.topic(),
          partition.partition(),
          from,
          end,
          lag,
          readers.getOrDefault(partition, ""));
    }
    session.output().show(listing);
    session.output().note("group " + group + " is " + total + " records behind");
  }
}
