package io.headrace.group.classic;

import static io.headrace.group.classic.Member.NS_PER_MS;

import io.headrace.coordinator.Caller;
import io.headrace.coordinator.Outbox;
import io.headrace.group.state.GroupRecord;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The rules of JoinGroup: who may come in, who starts a rebalance, and who is merely told again
/// where it stands because the answer got lost.
final class Joining {

  /// Longer client ids are cut in member ids, which must stay short enough to be stored.
  private static final int MAX_PREFIX = 255;

  private final ClassicGroup group;
  private final Members members;
  private final Rebalance rebalance;
  private final Surroundings surroundings;

  Joining(ClassicGroup group, Rebalance rebalance, Surroundings surroundings) {
    this.group = group;
    this.members = group.members();
    this.rebalance = rebalance;
    this.surroundings = surroundings;
  }

  void decide(JoinRequest request, Caller<JoinAnswer> caller, Outbox<GroupRecord> out) {
    if (!hasRoomFor(request)) {
      leaveTheCrowd(request.member(), out);
      out.answer(caller, JoinAnswer.refused(ErrorCode.GROUP_MAX_SIZE_REACHED, ""));
    } else if (!agreesWithGroup(request)) {
      out.answer(
          caller,
          JoinAnswer.refused(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, request.member().memberId()));
    } else if (request.member().hasMemberId()) {
      onKnown(request, caller, out);
    } else {
      onUnknown(request, caller, out);
    }
  }

  private boolean hasRoomFor(JoinRequest request) {
    Member member = members.get(request.member().memberId());
    int maxSize = surroundings.config().maxSize();
    boolean isIn =
        switch (group.state()) {
          case EMPTY, DEAD -> true;
          case PREPARING_REBALANCE ->
              members.count() < maxSize
                  || (member != null && member.isJoining())
                  || members.countJoining() < maxSize;
          case COMPLETING_REBALANCE, STABLE -> member != null || members.count() < maxSize;
        };
    long bytes = request.protocols().stream().mapToLong(Member::sizeOf).sum();
    boolean brings = member == null || bytes > member.sizeInBytes();
    return isIn && (!brings || surroundings.budget().has(bytes));
  }

  private void leaveTheCrowd(MemberRef ref, Outbox<GroupRecord> out) {
    Member member = members.get(ref.memberId());
    if (member != null && surroundings.config().maxSize() < members.count()) {
      rebalance.remove(member, out);
      rebalance.onLeft(out);
    }
  }

  private boolean agreesWithGroup(JoinRequest request) {
    if (members.isEmpty()) {
      return !request.protocolType().isEmpty() && !request.protocols().isEmpty();
    }
    return request.protocolType().equals(group.protocolType())
        && members.shareOneOf(request.protocols());
  }

  private void onUnknown(JoinRequest request, Caller<JoinAnswer> caller, Outbox<GroupRecord> out) {
    String groupInstanceId = request.member().groupInstanceId();
    var ref = new MemberRef(newMemberId(request), groupInstanceId);
    if (groupInstanceId == null) {
      if (request.abilities().comesBackWithId()) {
        invite(ref.memberId(), request, caller, out);
      } else {
        add(ref, request, caller, out);
      }
      return;
    }
    String holder = members.idOfInstance(groupInstanceId);
    if (holder == null) {
      add(ref, request, caller, out);
    } else {
      replace(Objects.requireNonNull(members.get(holder)), ref, request, caller, out);
    }
  }

  private void invite(
      String memberId, JoinRequest request, Caller<JoinAnswer> caller, Outbox<GroupRecord> out) {
    var expiry = surroundings.deadline(group.id(), later -> onInvitationExpired(memberId, later));
    expiry.set(request.timeouts().sessionMs() * NS_PER_MS);
    members.invite(memberId, expiry);
    out.answer(caller, JoinAnswer.refused(ErrorCode.MEMBER_ID_REQUIRED, memberId));
  }

  private void onInvitationExpired(String memberId, Outbox<GroupRecord> out) {
    if (members.uninvite(memberId)) {
      rebalance.onInvitationEnded(out);
    }
  }

  private void onKnown(JoinRequest request, Caller<JoinAnswer> caller, Outbox<GroupRecord> out) {
    MemberRef ref = request.member();
    if (ref.groupInstanceId() == null && members.uninvite(ref.memberId())) {
      add(ref, request, caller, out);
      return;
    }
    ErrorCode error = members.check(ref);
    Member member = members.get(ref.memberId());
    if (error != ErrorCode.NONE || member == null) {
      out.answer(caller, JoinAnswer.refused(error, ref.memberId()));
      return;
    }
    boolean saysTheSame = member.protocols().equals(request.protocols());
    switch (group.state()) {
      case PREPARING_REBALANCE -> rejoin(member, request, caller, out);
      case COMPLETING_REBALANCE -> {
        if (saysTheSame) {
          out.answer(caller, rebalance.placeOf(member));
        } else {
          rejoin(member, request, caller, out);
        }
      }
      case STABLE -> {
        // A leader that joins again asks for a rebalance: it alone sees that topics have changed.
        if (saysTheSame && !member.id().equals(group.leaderId())) {
          out.answer(caller, rebalance.placeOf(member));
        } else {
          rejoin(member, request, caller, out);
        }
      }
      case EMPTY, DEAD ->
          out.answer(caller, JoinAnswer.refused(ErrorCode.UNKNOWN_MEMBER_ID, ref.memberId()));
    }
  }

  private void rejoin(
      Member member, JoinRequest request, Caller<JoinAnswer> caller, Outbox<GroupRecord> out) {
    members.update(member, request);
    member.park(caller, out);
    rebalance.onJoined(out);
  }

  private void add(
      MemberRef ref, JoinRequest request, Caller<JoinAnswer> caller, Outbox<GroupRecord> out) {
    if (members.isEmpty()) {
      group.becomeOfType(request.protocolType());
      group.lead(ref.memberId());
    }
    Member member = group.newMember(ref, request);
    members.add(member);
    member.park(caller, out);
    rebalance.onNewcomer();
    rebalance.onJoined(out);
  }

  /// A static member came back without its id, as it does after a restart: it takes the place and
  /// the assignment of its former self, which is fenced.
  private void replace(
      Member former,
      MemberRef ref,
      JoinRequest request,
      Caller<JoinAnswer> caller,
      Outbox<GroupRecord> out) {
    @Nullable String formerLeader = group.leaderId();
    former.dismiss(ErrorCode.FENCED_INSTANCE_ID, out);
    Member member = group.newMember(ref, request);
    member.assign(former.assignment());
    members.replace(former, member);
    if (former.id().equals(formerLeader)) {
      group.lead(member.id());
    }
    switch (group.state()) {
      case STABLE -> {
        if (Objects.equals(members.vote(), group.protocolName())) {
          member.revive();
          group.store(out);
          out.answer(caller, placeOfReplaced(member, formerLeader, request));
        } else {
          member.park(caller, out);
          rebalance.prepare(out);
        }
      }
      case PREPARING_REBALANCE, COMPLETING_REBALANCE -> {
        member.park(caller, out);
        rebalance.onJoined(out);
      }
      case EMPTY, DEAD ->
          throw new IllegalStateException("a member in a group that is " + group.state());
    }
  }

  /// Nothing changes for the others. A leader must not assign now: newer clients are told so, older
  /// ones are shown the leader that was.
  private JoinAnswer placeOfReplaced(
      Member member, @Nullable String formerLeader, JoinRequest request) {
    boolean canSkip = request.abilities().skipsAssignment();
    boolean leads = member.id().equals(group.leaderId());
    @Nullable String shownLeader = canSkip ? group.leaderId() : formerLeader;
    return new JoinAnswer(
        ErrorCode.NONE,
        group.generation(),
        group.protocolType(),
        group.protocolName(),
        String.valueOf(shownLeader),
        member.id(),
        canSkip && leads,
        canSkip && leads ? rebalance.everyone() : List.of());
  }

  private String newMemberId(JoinRequest request) {
    String instance = request.member().groupInstanceId();
    String prefix = instance == null ? request.client().id() : instance;
    return prefix.substring(0, Math.min(prefix.length(), MAX_PREFIX))
        + "-"
        + surroundings.nextUuid();
  }
}
