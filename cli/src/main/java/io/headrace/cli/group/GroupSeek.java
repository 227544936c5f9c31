package io.headrace.cli.group;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Groups.GroupDetail;
import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Topics.PartitionDetail;
import io.headrace.cli.cluster.Topics.TopicDetail;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Positions;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Listing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Moves the committed offsets of a group that nobody is in.
public final class GroupSeek implements Verb {

  private static final Option<String> TO =
      Option.text("--to", "POSITION", "where the group shall go on: START, END, OFFSET, -1h, ...");
  private static final Option<String> TOPIC =
      Option.text(
          "--topic", "TOPIC[:N]", "only this topic or partition; may be repeated (default: all)");

  @Override
  public Syntax syntax() {
    return Syntax.of("group seek", "Move a group to another place")
        .operand("GROUP", "the name of the group", Arity.ONE)
        .options(TO, TOPIC, Globals.DRY_RUN)
        .note("POSITION is " + Position.GRAMMAR + ".")
        .note(
            "Without --topic, all partitions move that the group has committed. The group must have"
                + " no\n"
                + "members: stop its consumers first. An offset outside of a partition is moved to"
                + " its nearest end.")
        .example("headrace group seek billing --to START --dry-run")
        .example("headrace group seek billing --to -1h --topic orders:0 --yes");
  }

  @Override
  public void run(Session session) {
    String group = session.arguments().word(0);
    Position to = Positions.get(session, TO);
    Cluster cluster = session.cluster();
    List<String> chosen = session.arguments().all(TOPIC);
    Map<TopicPartition, Long> committed = new HashMap<>();
    if (requireIdle(cluster, group, chosen)) {
      committed.putAll(cluster.groups().committed(group));
    }
    Set<TopicPartition> partitions = new TreeSet<>();
    for (String topic : chosen) {
      partitions.addAll(partitionsOf(cluster, topic));
    }
    if (chosen.isEmpty()) {
      partitions.addAll(committed.keySet());
    }
    Map<TopicPartition, Long> after = withinEnds(cluster, partitions, to);
    var listing = new Listing("topic", "partition", "before", "after");
    for (TopicPartition partition : partitions) {
      listing.add(
          partition.topic(),
          partition.partition(),
          Optional.ofNullable(committed.get(partition)),
          Optional.ofNullable(after.get(partition)));
    }
    if (session.isDryRun()) {
      session.output().show(listing);
      session.output().note("nothing was moved (--dry-run)");
      return;
    }
    session.confirm("move group " + group + " in " + partitions.size() + " partitions");
    cluster.groups().commit(group, after);
    session.output().show(listing);
  }

  /// Whether the group exists; one that does not may be made by seeking in a named topic.
  private static boolean requireIdle(Cluster cluster, String group, List<String> chosen) {
    boolean exists =
        cluster.groups().list().stream().anyMatch(summary -> summary.group().equals(group));
    if (!exists && !chosen.isEmpty()) {
      return false;
    }
    GroupDetail detail = cluster.groups().describe(group);
    if (!detail.members().isEmpty()) {
      throw new Failure(
          Exit.FAILED,
          "cannot move group " + group,
          "it has " + detail.members().size() + " members, which would not notice",
          "stop its consumers, then repeat; headrace group describe " + group + " shows them");
    }
    return true;
  }

  private static Set<TopicPartition> partitionsOf(Cluster cluster, String chosen) {
    int colon = chosen.lastIndexOf(':');
    String name = colon < 0 ? chosen : chosen.substring(0, colon);
    TopicDetail topic = cluster.topics().describe(List.of(name)).getFirst();
    var partitions = new TreeSet<TopicPartition>();
    for (PartitionDetail partition : topic.partitions()) {
      if (colon < 0 || chosen.substring(colon + 1).equals("" + partition.partition())) {
        partitions.add(new TopicPartition(name, partition.partition()));
      }
    }
    if (partitions.isEmpty()) {
      throw new Failure(
          Exit.NOT_FOUND,
          "no partition " + chosen,
          "topic " + name + " has partitions 0 to " + (topic.partitions().size() - 1),
          "headrace topic describe " + name);
    }
    return partitions;
  }

  private static Map<TopicPartition, Long> withinEnds(
      Cluster cluster, Set<TopicPartition> partitions, Position to) {
    Map<TopicPartition, Long> offsets = cluster.topics().offsets(partitions, to);
    if (to instanceof Position.Offset) {
      Map<TopicPartition, Long> starts = cluster.topics().offsets(partitions, new Position.Start());
      Map<TopicPartition, Long> ends = cluster.topics().offsets(partitions, new Position.End());
      offsets.replaceAll((partition, offset) ->
          Math.clamp(
              offset,
              starts.getOrDefault(partition, 0L),
              ends.getOrDefault(partition, Long.MAX_VALUE)));
    }
    return offsets;
  }
}
