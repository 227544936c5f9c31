package io.headrace.simulator.workload;

import io.headrace.simulator.client.FetchingOffsets;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/// A consumer group whose members come and go, and who must agree on one owner for each partition
/// soon after they were told to settle. Meanwhile somebody asks again and again what they have
/// committed.
public final class WatchedGroup {
  private static final int MEMBERS = 4;
  private static final int STATIC_MEMBERS = 1;
  private static final long SETTLE_NS = 15_000_000_000L;

  private final String group;
  private final Topic topic;
  private final int partitions;
  private final SimulatedClient client;
  private final FetchingOffsets offsets;
  private final GroupLedger ledger;
  private final List<GroupMember> members = new ArrayList<>();
  private long settlingSinceNs;
  private boolean offsetsSeen;
  private boolean lookingAgain;

  /// @param clients one for each member, and one for who asks
  public WatchedGroup(
      String group, Topic topic, int partitions, Supplier<SimulatedClient> clients) {
    this.group = group;
    this.topic = topic;
    this.partitions = partitions;
    this.client = clients.get();
    this.offsets = new FetchingOffsets(client, group, topic.name(), partitions);
    this.ledger = new GroupLedger(group);
    for (int i = 0; i < MEMBERS; i++) {
      String instance = i < STATIC_MEMBERS ? "static-" + i : null;
      members.add(new GroupMember(clients.get(), ledger, group, topic, partitions, instance));
    }
  }

  public void start() {
    members.forEach(GroupMember::join);
    watch();
  }

  private void watch() {
    Map<Integer, Long> before = ledger.known();
    boolean last = lookingAgain;
    offsets.ask(told -> {
      if (told != null && client.isAtCurrentNode()) {
        ledger.told(told, before);
        offsetsSeen = last;
      }
      client.world().after(client.random().between(50_000_000, 500_000_000), this::watchUnlessDone);
    });
  }

  private void watchUnlessDone() {
    if (!offsetsSeen) {
      watch();
    }
  }

  /// From now on nobody leaves or vanishes.
  public void settle() {
    members.forEach(GroupMember::settle);
    settlingSinceNs = client.world().nowNs();
  }

  /// What was committed is asked once more, and members get as long again to agree.
  public void lookAgain() {
    lookingAgain = true;
    settlingSinceNs = client.world().nowNs();
  }

  /// Whether what was asked by [#lookAgain] is answered.
  public boolean offsetsSeen() {
    return offsetsSeen;
  }

  /// Whether all members are of one generation and own all partitions together.
  ///
  /// @throws InvariantViolation if that takes long
  public boolean agreed() {
    int generation = members.getFirst().stableGeneration();
    TreeSet<Integer> owned = new TreeSet<>();
    boolean same = generation >= 0;
    for (GroupMember member : members) {
      same &= member.stableGeneration() == generation;
      owned.addAll(member.owned());
    }
    if (same && owned.size() == partitions) {
      return true;
    }
    if (client.world().nowNs() - settlingSinceNs > SETTLE_NS) {
      throw new InvariantViolation(this + " has not come to rest: owned " + owned);
    }
    return false;
  }

  /// How many commits were acknowledged.
  public int commits() {
    return ledger.commits();
  }

  @Override
  public String toString() {
    return "%s of %s with generations %s and %d commits"
        .formatted(
            group,
            topic.name(),
            members.stream().map(GroupMember::stableGeneration).toList(),
            commits());
  }
}
