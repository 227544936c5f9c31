package io.headrace.group.classic;

import io.headrace.coordinator.Caller;
import io.headrace.coordinator.Deadline;
import io.headrace.coordinator.Outbox;
import io.headrace.group.classic.JoinRequest.Client;
import io.headrace.group.classic.JoinRequest.Timeouts;
import io.headrace.group.state.Blob;
import io.headrace.group.state.GroupRecord;
import io.headrace.group.state.MemberMetadata;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One member of a group while the coordinator lives.
///
/// Its session does not run while it waits for the answer to a join or a sync, for then it cannot
/// send heartbeats; except that a newcomer, who does not know its id yet and so could never come
/// back to the same place, is given up after [#NEWCOMER_TIMEOUT_MS].
final class Member {

  static final int NEWCOMER_TIMEOUT_MS = 5 * 60 * 1000;

  static final long NS_PER_MS = 1_000_000;

  private final String id;
  private final @Nullable String groupInstanceId;
  private final Client client;
  private final Deadline session;
  private Timeouts timeouts;
  private List<Protocol> protocols;
  private Blob assignment = Blob.EMPTY;
  private boolean isNew = true;
  private boolean owesSync;
  private @Nullable Caller<JoinAnswer> joining;
  private @Nullable Caller<SyncAnswer> syncing;

  Member(
      MemberRef ref, Client client, Timeouts timeouts, List<Protocol> protocols, Deadline session) {
    this.id = ref.memberId();
    this.groupInstanceId = ref.groupInstanceId();
    this.client = client;
    this.timeouts = timeouts;
    this.protocols = protocols;
    this.session = session;
  }

  String id() {
    return id;
  }

  @Nullable String groupInstanceId() {
    return groupInstanceId;
  }

  Client client() {
    return client;
  }

  boolean isStatic() {
    return groupInstanceId != null;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  List<Protocol> protocols() {
    return protocols;
  }

  void update(Timeouts newTimeouts, List<Protocol> newProtocols) {
    timeouts = newTimeouts;
    protocols = newProtocols;
  }

  boolean supports(String protocolName) {
    return protocols.stream().anyMatch(protocol -> protocol.name().equals(protocolName));
  }

  /// What it says under this protocol; empty if it does not know it.
  Blob metadata(@Nullable String protocolName) {
    for (Protocol protocol : protocols) {
      if (protocol.name().equals(protocolName)) {
        return protocol.metadata();
      }
    }
    return Blob.EMPTY;
  }

  Blob assignment() {
    return assignment;
  }

  void assign(Blob newAssignment) {
    assignment = newAssignment;
  }

  boolean isJoining() {
    return joining != null;
  }

  boolean isSyncing() {
    return syncing != null;
  }

  /// Whether it has been told of a generation and has not asked for its assignment yet.
  boolean owesSync() {
    return owesSync;
  }

  void setOwesSync(boolean owes) {
    owesSync = owes;
  }

  /// A sign of life: the session begins anew, unless it stands still.
  void touch() {
    if (!isJoining() && !isSyncing()) {
      session.set(timeouts.sessionMs() * NS_PER_MS);
    }
  }

  void park(Caller<JoinAnswer> caller, Outbox<GroupRecord> out) {
    answerJoin(JoinAnswer.refused(ErrorCode.REBALANCE_IN_PROGRESS, id), out);
    joining = caller;
    if (isNew) {
      session.set(NEWCOMER_TIMEOUT_MS * NS_PER_MS);
    } else {
      session.clear();
    }
  }

  void parkSync(Caller<SyncAnswer> caller, Outbox<GroupRecord> out) {
    answerSync(SyncAnswer.refused(ErrorCode.REBALANCE_IN_PROGRESS), out);
    syncing = caller;
    session.clear();
  }

  /// Answers the join if it waits for one; either way it counts as settled and its session begins.
  void settle(JoinAnswer answer, Outbox<GroupRecord> out) {
    isNew = false;
    answerJoin(answer, out);
    touch();
  }

  /// Answers the sync if it waits for one; then its session begins anew.
  void answerSync(SyncAnswer answer, Outbox<GroupRecord> out) {
    if (syncing != null) {
      Caller<SyncAnswer> caller = syncing;
      syncing = null;
      out.answer(caller, answer);
      touch();
    }
  }

  /// It was a member before the coordinator began.
  void revive() {
    isNew = false;
    touch();
  }

  /// It is not a member any more; whatever it waits for is refused.
  void dismiss(ErrorCode error, Outbox<GroupRecord> out) {
    answerJoin(JoinAnswer.refused(error, id), out);
    answerSync(SyncAnswer.refused(error), out);
    session.clear();
  }

  /// The coordinator goes away: nothing of this is waited for any more.
  void abandon(ErrorCode error) {
    session.clear();
    if (joining != null) {
      joining.refuse(error);
      joining = null;
    }
    if (syncing != null) {
      syncing.refuse(error);
      syncing = null;
    }
  }

  MemberMetadata toMetadata(@Nullable String protocolName) {
    return new MemberMetadata(
        id,
        groupInstanceId,
        client.id(),
        client.host(),
        timeouts.rebalanceMs(),
        timeouts.sessionMs(),
        metadata(protocolName),
        assignment);
  }

  /// What it takes in memory, about.
  long sizeInBytes() {
    return id.length() + protocols.stream().mapToLong(Member::sizeOf).sum();
  }

  static long sizeOf(Protocol protocol) {
    return protocol.name().length() + (long) protocol.metadata().length();
  }

  private void answerJoin(JoinAnswer answer, Outbox<GroupRecord> out) {
    if (joining != null) {
      Caller<JoinAnswer> caller = joining;
      joining = null;
      out.answer(caller, answer);
    }
  }
}
