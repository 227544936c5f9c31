package io.headrace.simulator.workload;

import io.headrace.simulator.client.FetchingOffsets;
import io.headrace.simulator.client.FindingCoordinator;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.client.TopicAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A consumer group whose members come and go, and who must agree on one owner for each partition
/// soon after the storm is over.
public final class GroupWorkload implements Workload {
  private static final int PARTITIONS = 4;
  private static final int MEMBERS = 4;
  private static final int STATIC_MEMBERS = 1;
  private static final long SETTLE_NS = 15_000_000_000L;

  private final Stage stage;
  private final String topic;
  private final SimulatedClient client;
  private final FetchingOffsets offsets;
  private final GroupLedger ledger;
  private final List<GroupMember> members = new ArrayList<>();
  private long settlingSinceNs;
  private boolean offsetsSeen;
  private boolean lookingAgain;

  public GroupWorkload(Stage stage, String name) {
    this.stage = stage;
    this.topic = name;
    this.client = stage.client();
    this.offsets = new FetchingOffsets(client, group(), topic, PARTITIONS);
    this.ledger = new GroupLedger(group());
  }

  private String group() {
    return "group-of-" + topic;
  }

  @Override
  public void begin() {
    new TopicAdmin(client)
        .create(
            topic,
            PARTITIONS,
            stage.configs(Map.of()),
            made -> FindingCoordinator.of(group(), client, () -> gather(made)));
  }

  private void gather(Topic made) {
    for (int i = 0; i < MEMBERS; i++) {
      String instance = i < STATIC_MEMBERS ? "static-" + i : null;
      var member = new GroupMember(stage.client(), ledger, group(), made, PARTITIONS, instance);
      members.add(member);
      member.join();
    }
    watch();
  }

  private void watch() {
    Map<Integer, Long> before = ledger.committed();
    boolean last = lookingAgain;
    offsets.ask(told -> {
      if (told != null) {
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

  @Override
  public boolean begun() {
    return !members.isEmpty();
  }

  @Override
  public void stop() {
    members.forEach(GroupMember::settle);
    settlingSinceNs = stage.world().nowNs();
  }

  @Override
  public boolean idle() {
    return agreed();
  }

  @Override
  public void lookAgain() {
    lookingAgain = true;
    settlingSinceNs = stage.world().nowNs();
  }

  @Override
  public boolean satisfied() {
    return agreed() && offsetsSeen;
  }

  /// Whether all members are of one generation and own all partitions together; that may not take
  /// long.
  private boolean agreed() {
    int generation = members.getFirst().stableGeneration();
    TreeSet<Integer> owned = new TreeSet<>();
    boolean same = generation >= 0;
    for (GroupMember member : members) {
      same &= member.stableGeneration() == generation;
      owned.addAll(member.owned());
    }
    if (same && owned.size() == PARTITIONS) {
      return true;
    }
    if (stage.world().nowNs() - settlingSinceNs > SETTLE_NS) {
      throw new InvariantViolation(
          group() + " has not come to rest: generations " + generations() + ", owned " + owned);
    }
    return false;
  }

  private List<Integer> generations() {
    return members.stream().map(GroupMember::stableGeneration).toList();
  }

  @Override
  public Tally tally() {
    return new Tally(ledger.commits(), 0);
  }
}
