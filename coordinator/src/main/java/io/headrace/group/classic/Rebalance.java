package io.headrace.group.classic;

import static io.headrace.group.classic.Member.NS_PER_MS;

import io.headrace.coordinator.Deadline;
import io.headrace.coordinator.Outbox;
import io.headrace.group.classic.JoinAnswer.JoinedMember;
import io.headrace.group.state.Blob;
import io.headrace.group.state.GroupRecord;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import java.util.Map;

/// Leads a group from one generation to the next.
///
/// 1. *Preparing*: members hear of it by heartbeat and join again. It ends when all have, or when
///    the longest rebalance timeout is over; dynamic members that did not come are out then. A
///    group that was empty waits for an initial delay instead, which newcomers prolong, so that a
///    fleet which starts together shares one generation.
/// 2. *Completing*: everybody knows the generation; the leader assigns. Who does not ask for its
///    assignment within the rebalance timeout is out, and it begins again.
final class Rebalance {

  private final ClassicGroup group;
  private final Members members;
  private final int initialDelayMs;
  private final Deadline joinDeadline;
  private final Deadline syncDeadline;

  /// Whether the generation being prepared is the first since the group was empty.
  private boolean isInitial;

  private boolean sawNewcomer;
  private int initialDelayLeftMs;

  Rebalance(ClassicGroup group, Surroundings surroundings) {
    this.group = group;
    this.members = group.members();
    this.initialDelayMs = surroundings.config().initialRebalanceDelayMs();
    this.joinDeadline = surroundings.deadline(group.id(), this::onJoinDeadline);
    this.syncDeadline = surroundings.deadline(group.id(), this::onSyncDeadline);
  }

  void stop() {
    joinDeadline.clear();
    syncDeadline.clear();
  }

  /// Somebody joined, so far parked: begins a rebalance, or goes on with the one that is under way.
  void onJoined(Outbox<GroupRecord> out) {
    if (group.state() == GroupState.PREPARING_REBALANCE) {
      completeIfAllJoined(out);
    } else {
      prepare(out);
    }
  }

  void onNewcomer() {
    sawNewcomer = true;
  }

  /// A member is gone: the others share its work.
  void onLeft(Outbox<GroupRecord> out) {
    switch (group.state()) {
      case STABLE, COMPLETING_REBALANCE -> prepare(out);
      case PREPARING_REBALANCE -> completeIfAllJoined(out);
      case EMPTY, DEAD -> {}
    }
  }

  /// An invited member did not come, or left: nobody needs to wait for it any more.
  void onInvitationEnded(Outbox<GroupRecord> out) {
    if (group.state() == GroupState.PREPARING_REBALANCE) {
      completeIfAllJoined(out);
    }
  }

  void onSessionEnded(String memberId, Outbox<GroupRecord> out) {
    Member member = members.get(memberId);
    if (member != null) {
      remove(member, out);
      onLeft(out);
    }
  }

  /// Takes a member out, without regard to the rebalance that must follow.
  void remove(Member member, Outbox<GroupRecord> out) {
    members.remove(member);
    member.dismiss(ErrorCode.UNKNOWN_MEMBER_ID, out);
    if (member.id().equals(group.leaderId())) {
      Member first = members.all().stream().findFirst().orElse(null);
      group.lead(first == null ? null : first.id());
    }
  }

  void prepare(Outbox<GroupRecord> out) {
    syncDeadline.clear();
    for (Member member : members.all()) {
      member.setOwesSync(false);
      member.answerSync(SyncAnswer.refused(ErrorCode.REBALANCE_IN_PROGRESS), out);
    }
    isInitial = group.state() == GroupState.EMPTY;
    int timeoutMs = members.longestRebalanceTimeoutMs();
    group.become(GroupState.PREPARING_REBALANCE);
    if (isInitial) {
      initialDelayLeftMs = Math.max(0, timeoutMs - initialDelayMs);
      sawNewcomer = false;
      joinDeadline.set(initialDelayMs * NS_PER_MS);
    } else {
      joinDeadline.set(timeoutMs * NS_PER_MS);
      completeIfAllJoined(out);
    }
  }

  /// The leader has brought the assignment; the group is at rest.
  void onAssigned(Outbox<GroupRecord> out) {
    group.become(GroupState.STABLE);
    group.store(out);
    for (Member member : members.all()) {
      if (member.isSyncing()) {
        member.answerSync(assignmentOf(member), out);
      }
    }
  }

  SyncAnswer assignmentOf(Member member) {
    return new SyncAnswer(
        ErrorCode.NONE, group.protocolType(), group.protocolName(), member.assignment());
  }

  /// A member has asked for its assignment.
  void onSynced(Member member) {
    member.setOwesSync(false);
    if (members.all().stream().noneMatch(Member::owesSync)) {
      syncDeadline.clear();
    }
  }

  /// The current generation as this member is told of it.
  JoinAnswer placeOf(Member member) {
    boolean leads = member.id().equals(group.leaderId());
    return new JoinAnswer(
        ErrorCode.NONE,
        group.generation(),
        group.protocolType(),
        group.protocolName(),
        String.valueOf(group.leaderId()),
        member.id(),
        false,
        leads ? everyone() : List.of());
  }

  List<JoinedMember> everyone() {
    return members.all().stream()
        .map(member ->
            new JoinedMember(
                member.id(), member.groupInstanceId(), member.metadata(group.protocolName())))
        .toList();
  }

  private void completeIfAllJoined(Outbox<GroupRecord> out) {
    if (!isInitial && members.haveAllJoined()) {
      complete(out);
    }
  }

  private void onJoinDeadline(Outbox<GroupRecord> out) {
    if (isInitial && sawNewcomer && initialDelayLeftMs > 0) {
      sawNewcomer = false;
      int delayMs = Math.min(initialDelayMs, initialDelayLeftMs);
      initialDelayLeftMs -= delayMs;
      joinDeadline.set(delayMs * NS_PER_MS);
      return;
    }
    complete(out);
  }

  private void complete(Outbox<GroupRecord> out) {
    for (Member member : List.copyOf(members.all())) {
      if (!member.isJoining() && !member.isStatic()) {
        remove(member, out);
      }
    }
    if (members.isEmpty()) {
      beEmpty(out);
    } else if (!electLeader()) {
      // Only static members are left and none of them came: they keep their places until their
      // sessions end.
      joinDeadline.set(members.longestRebalanceTimeoutMs() * NS_PER_MS);
    } else {
      beginGeneration(out);
    }
  }

  private void beginGeneration(Outbox<GroupRecord> out) {
    joinDeadline.clear();
    group.nextGeneration();
    group.become(GroupState.COMPLETING_REBALANCE);
    for (Member member : members.all()) {
      member.settle(placeOf(member), out);
      member.setOwesSync(true);
    }
    syncDeadline.set(members.longestRebalanceTimeoutMs() * NS_PER_MS);
  }

  private void beEmpty(Outbox<GroupRecord> out) {
    joinDeadline.clear();
    group.nextGeneration();
    group.lead(null);
    group.become(GroupState.EMPTY);
    if (group.stored() != null) {
      group.store(out);
    }
  }

  /// The leader stays if it came; else the first who came leads. False if nobody came.
  private boolean electLeader() {
    Member leader = members.get(group.leaderId());
    if (leader != null && leader.isJoining()) {
      return true;
    }
    Member first = members.firstJoining();
    if (first == null) {
      return false;
    }
    group.lead(first.id());
    return true;
  }

  private void onSyncDeadline(Outbox<GroupRecord> out) {
    for (Member member : List.copyOf(members.all())) {
      if (member.owesSync()) {
        remove(member, out);
      }
    }
    onLeft(out);
  }

  /// Gives every member what the leader assigned to it; nothing to those it forgot.
  void assign(Map<String, Blob> assignments) {
    for (Member member : members.all()) {
      member.assign(assignments.getOrDefault(member.id(), Blob.EMPTY));
    }
  }
}
