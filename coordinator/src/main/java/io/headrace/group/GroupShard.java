package io.headrace.group;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicPartition;
import io.headrace.coordinator.Caller;
import io.headrace.coordinator.Decision;
import io.headrace.coordinator.LoggedMachine;
import io.headrace.coordinator.Outbox;
import io.headrace.coordinator.StateMachine;
import io.headrace.group.classic.ClassicGroup;
import io.headrace.group.classic.MemberBudget;
import io.headrace.group.classic.Surroundings;
import io.headrace.group.offsets.OffsetStore;
import io.headrace.group.state.CommittedOffset;
import io.headrace.group.state.GroupMetadata;
import io.headrace.group.state.GroupRecord;
import io.headrace.group.state.GroupRecord.GroupRemoved;
import io.headrace.group.state.GroupRecord.GroupStored;
import io.headrace.group.state.GroupRecord.OffsetCommitted;
import io.headrace.group.state.GroupRecord.OffsetRemoved;
import io.headrace.group.state.GroupRecordCodec;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The groups of one partition of the offsets topic, while this node leads it in one epoch.
///
/// A group is there as long as anything of it is: a stored record, a member, an invitation, an
/// offset.
///
/// Runs on: the reactor.
final class GroupShard implements StateMachine<GroupRecord> {

  private final Surroundings surroundings;
  private final LoggedMachine<GroupRecord> machine;
  private final Sweep sweep;
  private final Map<String, ClassicGroup> groups = new LinkedHashMap<>();
  private final OffsetStore offsets = new OffsetStore();

  GroupShard(
      PartitionId partition,
      int leaderEpoch,
      GroupConfig config,
      GroupPorts ports,
      MemberBudget budget,
      Sweep.KnownTopics knownTopics) {
    this.surroundings =
        new Surroundings(
            config.classic(), ports.clock(), ports.timers(), ports.random(), budget, this::decide);
    this.machine =
        new LoggedMachine<>(
            ports.logs().open(partition, leaderEpoch),
            this,
            new GroupRecordCodec(),
            ports.clock(),
            cause -> ports.trouble().onUnreadable(partition, cause));
    this.sweep = new Sweep(this, config, ports, knownTopics);
  }

  void load() {
    machine.load();
  }

  boolean isActive() {
    return machine.isActive();
  }

  ErrorCode refusal() {
    return machine.refusal();
  }

  /// Ends this shard: whoever waits is refused, timers stop, state is forgotten.
  void close() {
    sweep.stop();
    machine.close();
    groups.values().forEach(group -> group.abandon(ErrorCode.NOT_COORDINATOR));
    groups.clear();
  }

  /// Makes a decision about one group, unless this shard is closed; what nothing is left of
  /// afterwards is forgotten.
  void decide(String groupId, Decision<GroupRecord> decision) {
    if (machine.isActive()) {
      machine.decide(decision);
      forgetIfVoid(groupId);
    }
  }

  /// Makes a decision that changes nothing.
  void ask(Decision<GroupRecord> question) {
    machine.decide(question);
  }

  /// A group of which something is left for others to see; null if there is none.
  @Nullable ClassicGroup group(String groupId) {
    ClassicGroup group = groups.get(groupId);
    return group == null || (group.isUnused() && !offsets.hasAny(groupId)) ? null : group;
  }

  ClassicGroup groupOrNew(String groupId) {
    return groups.computeIfAbsent(groupId, id -> new ClassicGroup(id, surroundings));
  }

  /// Also of groups that have but invitations.
  @Nullable ClassicGroup groupOrNull(String groupId) {
    return groups.get(groupId);
  }

  Collection<ClassicGroup> groups() {
    return List.copyOf(groups.values());
  }

  OffsetStore offsets() {
    return offsets;
  }

  /// Removes a group with all that lasts of it.
  void removeGroup(ClassicGroup group, Outbox<GroupRecord> out) {
    offsets
        .of(group.id())
        .keySet()
        .forEach(partition -> out.record(new OffsetRemoved(group.id(), partition)));
    if (group.stored() != null) {
      out.record(new GroupRemoved(group.id()));
    }
  }

  /// Removes what is committed for these partitions, unless a member reads their topic.
  void deleteOffsets(
      ClassicGroup group,
      List<TopicPartition> partitions,
      Caller<List<ErrorCode>> caller,
      Outbox<GroupRecord> out) {
    List<ErrorCode> outcomes = new ArrayList<>(partitions.size());
    for (TopicPartition partition : partitions) {
      if (group.reads(partition.topic())) {
        outcomes.add(ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC);
      } else {
        outcomes.add(ErrorCode.NONE);
        if (offsets.get(group.id(), partition) != null) {
          out.record(new OffsetRemoved(group.id(), partition));
        }
      }
    }
    out.answer(caller, outcomes);
  }

  /// A topic was deleted, and with it what was committed for it.
  void forgetOffsetsOf(String topic) {
    for (String groupId : List.copyOf(offsets.groups())) {
      List<TopicPartition> gone =
          offsets.of(groupId).keySet().stream().filter(p -> p.topic().equals(topic)).toList();
      if (!gone.isEmpty()) {
        decide(groupId, out -> gone.forEach(p -> out.record(new OffsetRemoved(groupId, p))));
      }
    }
  }

  /// The groups of this shard, as a list shows them.
  List<ListedGroup> listed() {
    return groups.values().stream()
        .filter(group -> group(group.id()) != null)
        .map(group -> new ListedGroup(group.id(), group.protocolType(), group.state()))
        .toList();
  }

  @Override
  public void replay(GroupRecord record) {
    switch (record) {
      case OffsetCommitted it -> {
        groupOrNew(it.groupId());
        offsets.put(it.groupId(), it.partition(), it.offset());
      }
      case OffsetRemoved it -> offsets.remove(it.groupId(), it.partition());
      case GroupStored it -> groupOrNew(it.groupId()).replay(it.metadata());
      case GroupRemoved it -> {
        ClassicGroup group = groups.get(it.groupId());
        if (group != null) {
          group.replay(null);
        }
      }
    }
  }

  @Override
  public GroupRecord inverseOf(GroupRecord record) {
    return switch (record) {
      case OffsetCommitted it -> offsetAsItIs(it.groupId(), it.partition());
      case OffsetRemoved it -> offsetAsItIs(it.groupId(), it.partition());
      case GroupStored it -> groupAsItIs(it.groupId());
      case GroupRemoved it -> groupAsItIs(it.groupId());
    };
  }

  @Override
  public void onTakenBack(GroupRecord inverse) {
    ClassicGroup group = groups.get(inverse.groupId());
    boolean isOfGroup = inverse instanceof GroupStored || inverse instanceof GroupRemoved;
    if (group != null && isOfGroup) {
      group.restore();
    }
    forgetIfVoid(inverse.groupId());
  }

  @Override
  public void onLoaded() {
    for (ClassicGroup group : groups()) {
      group.restore();
      forgetIfVoid(group.id());
    }
    sweep.start();
  }

  private void forgetIfVoid(String groupId) {
    ClassicGroup group = groups.get(groupId);
    if (group != null && group.isVoid() && !offsets.hasAny(groupId)) {
      group.abandon(ErrorCode.UNKNOWN_MEMBER_ID);
      groups.remove(groupId);
    }
  }

  private GroupRecord offsetAsItIs(String groupId, TopicPartition partition) {
    CommittedOffset offset = offsets.get(groupId, partition);
    return offset == null
        ? new OffsetRemoved(groupId, partition)
        : new OffsetCommitted(groupId, partition, offset);
  }

  private GroupRecord groupAsItIs(String groupId) {
    ClassicGroup group = groups.get(groupId);
    GroupMetadata stored = group == null ? null : group.stored();
    return stored == null ? new GroupRemoved(groupId) : new GroupStored(groupId, stored);
  }
}
