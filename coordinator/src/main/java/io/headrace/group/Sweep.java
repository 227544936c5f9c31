package io.headrace.group;

import io.headrace.base.TopicPartition;
import io.headrace.coordinator.Deadline;
import io.headrace.coordinator.Outbox;
import io.headrace.group.classic.ClassicGroup;
import io.headrace.group.classic.GroupState;
import io.headrace.group.offsets.OffsetExpiry;
import io.headrace.group.offsets.OffsetExpiry.Aging;
import io.headrace.group.state.GroupRecord;
import io.headrace.group.state.GroupRecord.GroupRemoved;
import io.headrace.group.state.GroupRecord.OffsetRemoved;
import io.headrace.runtime.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Goes through the groups of a shard every `offsets.retention.check.interval.ms`, a few per turn,
/// and removes offsets that have expired or whose topic is gone, and empty groups that have none
/// left.
final class Sweep {

  /// How many groups are looked at in one turn of the reactor.
  private static final int GROUPS_PER_TURN = 100;

  private static final long NS_PER_MS = 1_000_000;

  /// Tells which topics exist.
  @FunctionalInterface
  interface KnownTopics {
    boolean exists(String topic);
  }

  private final GroupShard shard;
  private final OffsetExpiry expiry;
  private final long intervalNs;
  private final Clock clock;
  private final KnownTopics knownTopics;
  private final Deadline nextTurn;
  private final Deque<String> left = new ArrayDeque<>();

  Sweep(GroupShard shard, GroupConfig config, GroupPorts ports, KnownTopics knownTopics) {
    this.shard = shard;
    this.expiry = new OffsetExpiry(config.retentionMs());
    this.intervalNs = config.retentionCheckIntervalMs() * NS_PER_MS;
    this.clock = ports.clock();
    this.knownTopics = knownTopics;
    this.nextTurn = new Deadline(ports.clock(), ports.timers(), this::onTurn);
  }

  void start() {
    nextTurn.set(intervalNs);
  }

  void stop() {
    nextTurn.clear();
  }

  private void onTurn() {
    if (left.isEmpty()) {
      shard.groups().forEach(group -> left.add(group.id()));
    }
    for (int i = 0; i < GROUPS_PER_TURN && !left.isEmpty(); i++) {
      String groupId = left.removeFirst();
      shard.decide(groupId, out -> sweep(groupId, out));
    }
    nextTurn.set(left.isEmpty() ? intervalNs : 0);
  }

  private void sweep(String groupId, Outbox<GroupRecord> out) {
    ClassicGroup group = shard.group(groupId);
    if (group == null) {
      return;
    }
    var offsets = shard.offsets().of(groupId);
    List<TopicPartition> expired = expiry.expired(offsets, agingOf(group), clock.wallMs());
    Set<TopicPartition> gone = new HashSet<>(expired);
    expired.forEach(partition -> out.record(new OffsetRemoved(groupId, partition)));
    for (TopicPartition partition : offsets.keySet()) {
      if (!knownTopics.exists(partition.topic()) && gone.add(partition)) {
        out.record(new OffsetRemoved(groupId, partition));
      }
    }
    boolean isSpent = gone.size() == offsets.size() && group.state() == GroupState.EMPTY;
    if (isSpent && group.stored() != null) {
      out.record(new GroupRemoved(groupId));
    }
  }

  private static Aging agingOf(ClassicGroup group) {
    if (group.protocolType().isEmpty()) {
      return new Aging.SinceCommit(Set.of());
    }
    return switch (group.state()) {
      case EMPTY -> new Aging.SinceEmpty(group.stateTimestampMs());
      case STABLE ->
          group.subscribedTopics().<Aging>map(Aging.SinceCommit::new).orElseGet(Aging.Never::new);
      case PREPARING_REBALANCE, COMPLETING_REBALANCE, DEAD -> new Aging.Never();
    };
  }
}
