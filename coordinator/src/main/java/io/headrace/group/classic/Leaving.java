package io.headrace.group.classic;

import io.headrace.coordinator.Outbox;
import io.headrace.group.classic.LeaveAnswer.Left;
import io.headrace.group.state.GroupRecord;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of LeaveGroup. Several may leave in one request; then there is one rebalance.
final class Leaving {

  private final Members members;
  private final Rebalance rebalance;

  Leaving(ClassicGroup group, Rebalance rebalance) {
    this.members = group.members();
    this.rebalance = rebalance;
  }

  LeaveAnswer decide(List<MemberRef> leaving, Outbox<GroupRecord> out) {
    List<Left> left = new ArrayList<>(leaving.size());
    int before = members.count();
    for (MemberRef ref : leaving) {
      left.add(new Left(ref, leave(ref, out)));
    }
    if (members.count() < before) {
      rebalance.onLeft(out);
    } else {
      rebalance.onInvitationEnded(out);
    }
    return new LeaveAnswer(left);
  }

  private ErrorCode leave(MemberRef ref, Outbox<GroupRecord> out) {
    if (ref.groupInstanceId() == null && members.uninvite(ref.memberId())) {
      return ErrorCode.NONE;
    }
    // An administrator names a static member by its instance alone.
    MemberRef whole = ref.hasMemberId() ? ref : withId(ref);
    ErrorCode error = members.check(whole);
    Member member = members.get(whole.memberId());
    if (error == ErrorCode.NONE && member != null) {
      rebalance.remove(member, out);
    }
    return error;
  }

  private MemberRef withId(MemberRef ref) {
    @Nullable String instance = ref.groupInstanceId();
    @Nullable String holder = instance == null ? null : members.idOfInstance(instance);
    return new MemberRef(holder == null ? "" : holder, instance);
  }
}
