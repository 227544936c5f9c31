package io.headrace.group.classic;

import io.headrace.coordinator.Caller;
import io.headrace.coordinator.Outbox;
import io.headrace.group.state.GroupRecord;
import io.headrace.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// The rules of SyncGroup: members wait for the leader, and the leader's assignment is for all.
final class Syncing {

  private final ClassicGroup group;
  private final Members members;
  private final Rebalance rebalance;

  Syncing(ClassicGroup group, Rebalance rebalance) {
    this.group = group;
    this.members = group.members();
    this.rebalance = rebalance;
  }

  void decide(SyncRequest request, Caller<SyncAnswer> caller, Outbox<GroupRecord> out) {
    ErrorCode error = check(request);
    Member member = members.get(request.member().memberId());
    if (error != ErrorCode.NONE || member == null) {
      out.answer(caller, SyncAnswer.refused(error));
      return;
    }
    switch (group.state()) {
      case PREPARING_REBALANCE ->
          out.answer(caller, SyncAnswer.refused(ErrorCode.REBALANCE_IN_PROGRESS));
      case COMPLETING_REBALANCE -> {
        member.parkSync(caller, out);
        rebalance.onSynced(member);
        if (member.id().equals(group.leaderId())) {
          rebalance.assign(request.assignments());
          rebalance.onAssigned(out);
        }
      }
      case STABLE -> {
        rebalance.onSynced(member);
        out.answer(caller, rebalance.assignmentOf(member));
        member.touch();
      }
      case EMPTY, DEAD -> out.answer(caller, SyncAnswer.refused(ErrorCode.UNKNOWN_MEMBER_ID));
    }
  }

  private ErrorCode check(SyncRequest request) {
    ErrorCode error = members.check(request.member());
    if (error != ErrorCode.NONE) {
      return error;
    }
    if (request.generation() != group.generation()) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    boolean agrees =
        agrees(request.protocolType(), group.protocolType())
            && agrees(request.protocolName(), group.protocolName());
    return agrees ? ErrorCode.NONE : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
  }

  private static boolean agrees(@Nullable String said, @Nullable String known) {
    return said == null || known == null || said.equals(known);
  }
}
