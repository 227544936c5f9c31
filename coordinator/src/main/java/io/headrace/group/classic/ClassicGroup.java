package io.headrace.group.classic;

import io.headrace.coordinator.Caller;
import io.headrace.coordinator.Outbox;
import io.headrace.group.classic.GroupDescription.DescribedMember;
import io.headrace.group.classic.JoinRequest.Client;
import io.headrace.group.classic.JoinRequest.Timeouts;
import io.headrace.group.state.Blob;
import io.headrace.group.state.GroupMetadata;
import io.headrace.group.state.GroupRecord;
import io.headrace.group.state.MemberMetadata;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One group: its last stored state, and its life since.
///
/// [#replay] takes in what was stored and touches nothing else; everything below *life* is made
/// from it by [#restore] and then led by decisions. The two meet whenever the group comes to rest:
/// then the life is stored as one record.
///
/// Runs on: the reactor.
public final class ClassicGroup {

  private final String id;
  private final Surroundings surroundings;
  private final Members members;
  private final Rebalance rebalance;

  /// The newest record of this group; null if it never came to rest.
  private @Nullable GroupMetadata stored;

  // Life.
  private GroupState state = GroupState.EMPTY;
  private long stateTimestampMs;
  private int generation;
  private int highestGeneration;
  private String protocolType = "";
  private @Nullable String protocolName;
  private @Nullable String leaderId;

  public ClassicGroup(String id, Surroundings surroundings) {
    this.id = id;
    this.surroundings = surroundings;
    this.members = new Members(surroundings.budget());
    this.rebalance = new Rebalance(this, surroundings);
    this.stateTimestampMs = surroundings.clock().wallMs();
  }

  public String id() {
    return id;
  }

  public GroupState state() {
    return state;
  }

  /// `consumer` for consumers; empty for a group that only holds offsets.
  public String protocolType() {
    return protocolType;
  }

  public int generation() {
    return generation;
  }

  /// When it came to its state, by wall time.
  public long stateTimestampMs() {
    return stateTimestampMs;
  }

  public @Nullable GroupMetadata stored() {
    return stored;
  }

  /// Takes in the newest record of this group, null for its removal.
  public void replay(@Nullable GroupMetadata metadata) {
    stored = metadata;
  }

  /// Begins the life anew from what is stored: members keep their places and assignments, and their
  /// sessions start over. Whoever waits for an answer is refused.
  public void restore() {
    abandon(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    GroupMetadata from = stored;
    state = from == null || from.members().isEmpty() ? GroupState.EMPTY : GroupState.STABLE;
    generation = from == null ? 0 : from.generation();
    protocolType = from == null ? "" : from.protocolType();
    protocolName = from == null ? null : from.protocolName();
    leaderId = from == null ? null : from.leaderId();
    if (from != null) {
      if (from.stateTimestampMs() >= 0) {
        stateTimestampMs = from.stateTimestampMs();
      }
      from.members().forEach(this::revive);
    }
  }

  /// Ends this life: timers stop, and whoever waits is refused.
  public void abandon(ErrorCode error) {
    rebalance.stop();
    members.abandon(error);
  }

  /// Whether it has neither members nor ever came to rest. Invited members do not count: they have
  /// not used the group yet.
  public boolean isUnused() {
    return stored == null && members.isEmpty();
  }

  /// Whether nothing at all is left of it but perhaps offsets, which the caller knows about.
  public boolean isVoid() {
    return isUnused() && !members.hasInvited();
  }

  public void join(JoinRequest request, Caller<JoinAnswer> caller, Outbox<GroupRecord> out) {
    new Joining(this, rebalance, surroundings).decide(request, caller, out);
  }

  public void sync(SyncRequest request, Caller<SyncAnswer> caller, Outbox<GroupRecord> out) {
    new Syncing(this, rebalance).decide(request, caller, out);
  }

  /// A sign of life; the answer says whether to rejoin.
  public ErrorCode heartbeat(MemberRef ref, int ofGeneration) {
    ErrorCode error = members.check(ref);
    if (error == ErrorCode.NONE && ofGeneration != generation) {
      error = ErrorCode.ILLEGAL_GENERATION;
    }
    Member member = members.get(ref.memberId());
    if (error != ErrorCode.NONE || member == null) {
      return error;
    }
    member.touch();
    return state == GroupState.PREPARING_REBALANCE
        ? ErrorCode.REBALANCE_IN_PROGRESS
        : ErrorCode.NONE;
  }

  public LeaveAnswer leave(List<MemberRef> leaving, Outbox<GroupRecord> out) {
    return new Leaving(this, rebalance).decide(leaving, out);
  }

  /// Whether offsets may be committed in this name: by a member of this generation, or by anyone
  /// who does not use membership as long as there are no members.
  public ErrorCode checkCommit(MemberRef ref, int ofGeneration) {
    boolean namesMember = ref.hasMemberId() || ref.groupInstanceId() != null;
    if (ofGeneration < 0 && state == GroupState.EMPTY) {
      return ErrorCode.NONE;
    }
    if (ofGeneration < 0 && !namesMember) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    ErrorCode error = members.check(ref);
    if (error == ErrorCode.NONE && ofGeneration != generation) {
      error = ErrorCode.ILLEGAL_GENERATION;
    }
    if (error == ErrorCode.NONE && state == GroupState.COMPLETING_REBALANCE) {
      error = ErrorCode.REBALANCE_IN_PROGRESS;
    }
    Member member = members.get(ref.memberId());
    if (error == ErrorCode.NONE && member != null) {
      member.touch();
    }
    return error;
  }

  /// Whether the group may be deleted.
  public ErrorCode checkDelete() {
    return state == GroupState.EMPTY ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
  }

  /// Whether any of its offsets may be deleted: of a group with members only if it can be known
  /// which topics they read ([#subscribedTopics]).
  public ErrorCode checkDeleteOffsets() {
    return state == GroupState.EMPTY || protocolType.equals(Subscriptions.CONSUMER)
        ? ErrorCode.NONE
        : ErrorCode.NON_EMPTY_GROUP;
  }

  /// The topics that its members read; empty if that cannot be known.
  public Optional<Set<String>> subscribedTopics() {
    if (!protocolType.equals(Subscriptions.CONSUMER)) {
      return Optional.empty();
    }
    if (members.isEmpty()) {
      return Optional.of(Set.of());
    }
    if (protocolName == null) {
      return Optional.empty();
    }
    return Subscriptions.topics(
        members.all().stream().map(member -> member.metadata(protocolName)).toList());
  }

  /// Whether a member reads this topic, or may: of consumers that cannot be known before their
  /// first generation, nor from metadata that is no subscription.
  public boolean reads(String topic) {
    return subscribedTopics()
        .map(topics -> topics.contains(topic))
        .orElse(protocolType.equals(Subscriptions.CONSUMER));
  }

  public GroupDescription describe() {
    boolean isStable = state == GroupState.STABLE;
    List<DescribedMember> described =
        members.all().stream()
            .map(member ->
                new DescribedMember(
                    member.id(),
                    member.groupInstanceId(),
                    member.client().id(),
                    member.client().host(),
                    isStable ? member.metadata(protocolName) : Blob.EMPTY,
                    isStable ? member.assignment() : Blob.EMPTY))
            .toList();
    String shownProtocol = isStable && protocolName != null ? protocolName : "";
    return new GroupDescription(id, state, protocolType, shownProtocol, described);
  }

  Members members() {
    return members;
  }

  @Nullable String protocolName() {
    return protocolName;
  }

  @Nullable String leaderId() {
    return leaderId;
  }

  void lead(@Nullable String memberId) {
    leaderId = memberId;
  }

  void becomeOfType(String type) {
    protocolType = type;
  }

  void nextGeneration() {
    bump();
    protocolName = members.vote();
  }

  /// Also when the life began anew because records were lost, no generation is given out twice.
  private void bump() {
    highestGeneration = Math.max(highestGeneration, generation) + 1;
    generation = highestGeneration;
  }

  void become(GroupState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException("group " + id + " goes from " + state + " to " + next);
    }
    state = next;
    stateTimestampMs = surroundings.clock().wallMs();
  }

  /// Stores the group as it is now.
  void store(Outbox<GroupRecord> out) {
    List<MemberMetadata> all =
        members.all().stream().map(member -> member.toMetadata(protocolName)).toList();
    out.record(
        new GroupRecord.GroupStored(
            id,
            new GroupMetadata(
                protocolType, generation, protocolName, leaderId, stateTimestampMs, all)));
  }

  Member newMember(MemberRef ref, JoinRequest request) {
    return newMember(ref, request.client(), request.timeouts(), request.protocols());
  }

  private Member newMember(
      MemberRef ref, Client client, Timeouts timeouts, List<Protocol> protocols) {
    String memberId = ref.memberId();
    return new Member(
        ref,
        client,
        timeouts,
        protocols,
        surroundings.deadline(id, out -> rebalance.onSessionEnded(memberId, out)));
  }

  private void revive(MemberMetadata from) {
    var ref = new MemberRef(from.memberId(), from.groupInstanceId());
    List<Protocol> protocols =
        protocolName == null ? List.of() : List.of(new Protocol(protocolName, from.subscription()));
    Member member =
        newMember(
            ref,
            new Client(from.clientId(), from.clientHost()),
            new Timeouts(from.sessionTimeoutMs(), from.rebalanceTimeoutMs()),
            protocols);
    member.assign(from.assignment());
    members.add(member);
    member.revive();
  }
}
