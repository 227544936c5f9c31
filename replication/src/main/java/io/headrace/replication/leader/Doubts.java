package io.headrace.replication.leader;

import io.headrace.protocol.ErrorCode;
import io.headrace.replication.leader.InSyncProposals.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Refusals that only the leader may give: that a batch does not follow the last of its producer.
///
/// A leader that was dismissed and does not know it yet has not seen what its successor took since.
/// Kafka's idempotent producer that is told OUT_OF_ORDER_SEQUENCE_NUMBER by it takes its batches
/// for lost, begins anew under another epoch, and stores twice what the successor has. So a refusal
/// waits for a proof: a proposal to the controller, made after the batch came, that was accepted.
///
/// ```
///   add --> waiting ──a proposal is made──> asked ──it is accepted──> answered
///              ^                              │
///              └──────── it never will be ────┘       dismissed: all are answered what that says
/// ```
///
/// At most one proof is asked for in [#PAUSE_MS], and one more for those who came meanwhile:
/// whoever sends such batches on purpose must not keep the controller busy.
final class Doubts {

  /// More than these are told to look for the leader, as nobody can know who it is.
  private static final int MAX_REFUSALS = 1_000;

  private static final long PAUSE_MS = 100;

  private final Followers followers;
  private final List<Effect.Answer> waiting = new ArrayList<>(0);
  private final List<Effect.Answer> asked = new ArrayList<>(0);
  private @Nullable InSyncProposal proof;

  /// The proof was answered, and that proved nothing: if it is made again, it is by others.
  private boolean inVain;

  private long askedWallMs = Long.MIN_VALUE / 2;
  private boolean followsUp;

  Doubts(Followers followers) {
    this.followers = followers;
  }

  /// Returns what to propose now, if anything; clocks that jump do no harm.
  @Nullable InSyncProposal onRefusal(
      Input.ClientAppend append, AppendResult.Refused refusal, Effects effects) {
    if (waiting.size() + asked.size() >= MAX_REFUSALS) {
      effects.answer(append.ticket(), AppendResult.refused(ErrorCode.NOT_LEADER_OR_FOLLOWER));
      return null;
    }
    waiting.add(new Effect.Answer(append.ticket(), refusal));
    if (Math.abs(append.wallMs() - askedWallMs) < PAUSE_MS) {
      return null;
    }
    askedWallMs = append.wallMs();
    followsUp = false;
    return ask();
  }

  /// Returns what to propose now, if anything.
  @Nullable InSyncProposal onTick() {
    return ask();
  }

  /// The metadata says something new; returns what to propose now, if anything. What was refused
  /// for want of this news is proposed by nobody else any more.
  @Nullable InSyncProposal onNews() {
    InSyncProposal asking = proof;
    if (asking == null || !inVain || followers.mayHold(asking)) {
      return null;
    }
    waitAgain();
    return ask();
  }

  private void waitAgain() {
    proof = null;
    waiting.addAll(asked);
    asked.clear();
  }

  private @Nullable InSyncProposal ask() {
    if (proof != null || waiting.isEmpty()) {
      return null;
    }
    inVain = false;
    proof = followers.confirm();
    if (proof != null) {
      asked.addAll(waiting);
      waiting.clear();
    }
    return proof;
  }

  /// Returns what to propose now, if anything. The answer may come after the metadata that it
  /// speaks of: what is proposed by then is another matter.
  @Nullable InSyncProposal onAnswered(Input.InSyncAnswered answered, Effects effects) {
    InSyncProposal asking = answered.proposal();
    if (!asking.equals(proof)) {
      return null;
    }
    if (answered.outcome() instanceof Outcome.Accepted accepted
        && accepted.leaderEpoch() == asking.leaderEpoch()
        && accepted.leaderEpoch() == followers.term().leaderEpoch()) {
      proof = null;
      asked.forEach(each -> effects.answer(each.ticket(), each.result()));
      asked.clear();
      InSyncProposal next = followsUp ? null : ask();
      followsUp = true;
      return next;
    }
    inVain = true;
    if (!followers.mayHold(asking)) {
      waitAgain();
    }
    return null;
  }

  /// This broker does not lead any more, or cannot.
  void end(AppendResult.Refused refusal, Effects effects) {
    asked.forEach(each -> effects.answer(each.ticket(), refusal));
    waiting.forEach(each -> effects.answer(each.ticket(), refusal));
    asked.clear();
    waiting.clear();
  }
}
