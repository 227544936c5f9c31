package io.headrace.replication.leader;

import io.headrace.log.LogConfig.Durability;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates.Verdict;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchCheck;
import io.headrace.record.BatchVerdict;
import io.headrace.record.RecordBatch;
import io.headrace.record.TimestampType;
import io.headrace.replication.leader.WaitingAppends.Waiting;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides for one partition on the broker that leads it: which batches enter the log and at which
/// offsets, when their producers hear of it, and how far consumers may read.
///
/// ```
///  ClientAppend ──check──> AppendToLog ──Synced──> answer to acks=1
///                  │                      └─> high watermark moves ──> answer to acks=all
///                  └─> Refused                                     └─> fetches wake
/// ```
///
/// The high watermark is the smallest *synced* end of the in-sync replicas (promise 2), which on
/// one node is the log's own; with `headrace.durability=memory` it is the written end. It never
/// moves back while this leader lives. A new leader begins with what is known to be committed, and
/// only goes on when every in-sync follower has fetched under its epoch: one that was dismissed
/// without knowing it hears of no follower any more, so it acknowledges nothing.
///
/// It reads the log but never changes it: what is to be done is an [Effect]. The effects of one
/// step are carried out before the next begins, so that the log's end and producers are up to date.
///
/// Runs on: the reactor that owns the partition. Knows no clock, disk, or socket.
public final class PartitionLeader {

  private PartitionLog log;
  private final BatchCheck check;
  private LeaderTerm term;
  private TopicRules rules;
  private long highWatermark;

  /// Null while this broker is the only replica.
  private @Nullable Followers followers;

  /// What everyone is told once nothing can be stored here any more; null while all is well.
  private AppendResult.@Nullable Refused ended;

  private boolean offlineLog;

  /// Who waits for `acks=1`, and for `acks=all`.
  private final WaitingAppends untilKept = new WaitingAppends();

  private final WaitingAppends untilCommitted = new WaitingAppends();

  /// Whose batches the log rejected: who is told so may write them elsewhere, so they must be gone.
  private final WaitingAppends untilGone = new WaitingAppends();

  private AppendResult rejection = AppendResult.refused(ErrorCode.KAFKA_STORAGE_ERROR);

  /// @param check is not kept busy between steps: all leaders of a reactor share one
  /// @param committedEnd everything below is known to be committed
  public PartitionLeader(
      PartitionLog log, BatchCheck check, LeaderTerm term, TopicRules rules, long committedEnd) {
    this.log = log;
    this.check = check;
    this.term = term;
    this.rules = rules;
    this.followers = term.isAlone() ? null : new Followers(log.id(), term, log.endOffset());
    long known = Math.max(committedEnd, log.startOffset());
    this.highWatermark = Math.max(known, committedEnd());
  }

  /// Goes on with another log that holds the same.
  public void moveTo(PartitionLog copy) {
    log = copy;
  }

  public LeaderTerm term() {
    return term;
  }

  public long highWatermark() {
    return highWatermark;
  }

  /// False until every in-sync follower was heard of: former leaders may have let more be read.
  public boolean knowsCommittedEnd() {
    return committedEnd() >= 0;
  }

  /// False while some of what was there when this epoch began is not known to be committed.
  public boolean knowsWhatWasCommittedBefore() {
    return followers == null || highWatermark >= Math.min(followers.epochStart(), log.endOffset());
  }

  public void step(Input input, Effects effects) {
    switch (input) {
      case Input.ClientAppend append -> onClientAppend(append, effects);
      case Input.CoordinatorAppend append -> onCoordinatorAppend(append, effects);
      case Input.LogAdvanced _ -> onLogAdvanced(effects);
      case Input.Rejected rejected -> onRejected(rejected, effects);
      case Input.RejectedForGood _ -> untilGone.refuseAbove(Long.MIN_VALUE, rejection, effects);
      case Input.Offline offline -> {
        offlineLog = true;
        end(AppendResult.outOfService(offline.cause()), effects);
        resign(offline.nowNs(), effects);
      }
      case Input.Unrepairable hole -> resign(hole.nowNs(), effects);
      case Input.Dismissed dismissed -> end(AppendResult.refused(dismissed.why()), effects);
      case Input.Appointed appointed -> onAppointed(appointed, effects);
      case Input.FollowerFetch fetch -> onFollowerFetch(fetch, effects);
      case Input.FollowerGone gone -> {
        if (followers != null) {
          followers.onGone(gone);
        }
      }
      case Input.InSyncAnswered answered -> onInSyncAnswered(answered, effects);
      case Input.Tick tick -> {
        if (followers != null && ended == null) {
          propose(followers.onTick(tick, log.endOffset(), highWatermark), effects);
          propose(followers.doubts().onTick(), effects);
        }
        if (offlineLog) {
          resign(tick.nowNs(), effects);
        }
      }
    }
  }

  // hot: ProduceBenchmark
  private void onClientAppend(Input.ClientAppend append, Effects effects) {
    AppendResult.Refused refusal = standingRefusal(append.acks());
    if (refusal == null) {
      refusal = sizeRefusal(append.records());
    }
    if (refusal != null) {
      effects.answer(append.ticket(), refusal);
      return;
    }
    var batchRules = rules.batches();
    if (append.writer() != batchRules.writer()) {
      batchRules = batchRules.withWriter(append.writer());
    }
    switch (check.check(append.records(), batchRules, append.wallMs())) {
      case BatchVerdict.Refused refused ->
          effects.answer(append.ticket(), BatchRefusal.of(refused));
      case BatchVerdict.Accepted accepted -> onSound(append, accepted.maxTimestamp(), effects);
    }
  }

  private AppendResult.@Nullable Refused standingRefusal(Acks acks) {
    if (ended != null) {
      return ended;
    }
    return acks == Acks.ALL && term.hasTooFewInSync(rules.minInSync())
        ? tooFewInSync(ErrorCode.NOT_ENOUGH_REPLICAS)
        : null;
  }

  private AppendResult.Refused tooFewInSync(ErrorCode error) {
    return AppendResult.refused(
        error, term.inSync().size() + " in sync, min.insync.replicas=" + rules.minInSync());
  }

  private AppendResult.@Nullable Refused sizeRefusal(ByteBuffer records) {
    int bytes = records.remaining();
    if (bytes > rules.maxMessageBytes()) {
      return AppendResult.refused(
          ErrorCode.MESSAGE_TOO_LARGE,
          "a batch of " + bytes + " bytes, max.message.bytes=" + rules.maxMessageBytes());
    }
    int segmentBytes = log.config().segmentBytes();
    if (bytes > segmentBytes) {
      return AppendResult.refused(
          ErrorCode.RECORD_LIST_TOO_LARGE,
          "a batch of " + bytes + " bytes, segment.bytes=" + segmentBytes);
    }
    return null;
  }

  private void onSound(Input.ClientAppend append, long maxTimestamp, Effects effects) {
    RecordBatch batch = RecordBatch.at(append.records(), append.records().position());
    if (batch.hasProducerId()) {
      Verdict verdict =
          log.producerStates()
              .check(
                  batch.producerId(),
                  batch.producerEpoch(),
                  batch.baseSequence(),
                  batch.lastSequence());
      if (!(verdict instanceof Verdict.Accept)) {
        onUnexpectedSequence(append, batch, verdict, effects);
        return;
      }
    }
    if (rules.recompresses(batch.compression())) {
      batch = rules.recompressed(batch);
      AppendResult.Refused refusal = sizeRefusal(batch.slice());
      if (refusal != null) {
        effects.answer(append.ticket(), refusal);
        return;
      }
    }
    long logAppendTimeMs = AppendResult.NO_TIMESTAMP;
    if (rules.batches().timestampType() == TimestampType.LOG_APPEND_TIME) {
      logAppendTimeMs = append.wallMs();
      batch.setLogAppendTime(logAppendTimeMs);
    } else if (maxTimestamp != batch.maxTimestamp()) {
      batch.setMaxTimestamp(maxTimestamp);
    }
    long baseOffset = place(batch, effects);
    var result = new AppendResult.Stored(baseOffset, logAppendTimeMs, log.startOffset());
    answerWhenDue(append.acks(), new Waiting(batch.nextOffset(), append.ticket(), result), effects);
  }

  /// A batch that is in the log already is acknowledged again, but not before it is as safe as the
  /// first answer to it would have been.
  private void onUnexpectedSequence(
      Input.ClientAppend append, RecordBatch batch, Verdict verdict, Effects effects) {
    switch (verdict) {
      case Verdict.Accept _ -> throw new IllegalStateException("accepted: " + batch);
      case Verdict.Duplicate duplicate -> {
        long endOffset = duplicate.baseOffset() + batch.lastOffsetDelta() + 1;
        var result =
            new AppendResult.Stored(
                duplicate.baseOffset(), duplicate.logAppendTimeMs(), log.startOffset());
        answerWhenDue(append.acks(), new Waiting(endOffset, append.ticket(), result), effects);
      }
      case Verdict.OutOfOrder outOfOrder ->
          refuseIfLeading(append, BatchRefusal.outOfOrder(batch, outOfOrder), effects);
      case Verdict.Fenced fenced ->
          effects.answer(append.ticket(), BatchRefusal.fenced(batch, fenced));
    }
  }

  private void refuseIfLeading(
      Input.ClientAppend append, AppendResult.Refused refusal, Effects effects) {
    if (followers == null) {
      effects.answer(append.ticket(), refusal);
    } else {
      propose(followers.doubts().onRefusal(append, refusal, effects), effects);
    }
  }

  private void onCoordinatorAppend(Input.CoordinatorAppend append, Effects effects) {
    AppendResult.Refused refusal = standingRefusal(Acks.ALL);
    if (refusal == null) {
      refusal = sizeRefusal(append.records());
    }
    if (refusal != null) {
      effects.answer(append.ticket(), refusal);
      return;
    }
    RecordBatch batch = RecordBatch.at(append.records(), append.records().position());
    long baseOffset = place(batch, effects);
    var result = new AppendResult.Stored(baseOffset, AppendResult.NO_TIMESTAMP, log.startOffset());
    answerWhenDue(Acks.ALL, new Waiting(batch.nextOffset(), append.ticket(), result), effects);
  }

  private long place(RecordBatch batch, Effects effects) {
    long baseOffset = log.endOffset();
    batch.assignOffsets(baseOffset, term.leaderEpoch());
    effects.add(new Effect.AppendToLog(batch.slice()));
    return baseOffset;
  }

  private void answerWhenDue(Acks acks, Waiting waiting, Effects effects) {
    switch (acks) {
      case NONE -> effects.answer(waiting.ticket(), waiting.result());
      case LEADER -> {
        untilKept.add(waiting);
        untilKept.answerBelow(keptEnd(), effects);
      }
      case ALL -> {
        untilCommitted.add(waiting);
        untilCommitted.answerBelow(highWatermark, effects);
      }
    }
  }

  /// The high watermark moves first: who is told of a record with acks=1 and asks at once how far
  /// the log goes must not hear that it is not there.
  private void onLogAdvanced(Effects effects) {
    moveHighWatermark(effects);
    untilKept.answerBelow(keptEnd(), effects);
  }

  private void moveHighWatermark(Effects effects) {
    long committedEnd = committedEnd();
    if (committedEnd > highWatermark) {
      highWatermark = committedEnd;
      effects.add(new Effect.HighWatermarkMoved(committedEnd));
      untilCommitted.answerBelow(committedEnd, effects);
    }
  }

  private long committedEnd() {
    return followers == null ? keptEnd() : followers.committedEnd(keptEnd(), rules.minInSync());
  }

  /// What this broker has safely: it is on its disk, or written if that is all the topic asks for.
  private long keptEnd() {
    return log.config().durability() == Durability.MEMORY ? log.writtenEnd() : log.syncedEnd();
  }

  private void onRejected(Input.Rejected rejected, Effects effects) {
    rejection = AppendResult.refused(ErrorCode.KAFKA_STORAGE_ERROR, rejected.cause().getMessage());
    untilKept.moveAbove(rejected.validEnd(), untilGone);
    untilCommitted.moveAbove(rejected.validEnd(), untilGone);
    if (followers != null && ended == null) {
      propose(followers.onRejected(rejected.nowNs()), effects);
    }
  }

  private void end(AppendResult.Refused refusal, Effects effects) {
    ended = refusal;
    untilKept.refuseAbove(Long.MIN_VALUE, refusal, effects);
    untilCommitted.refuseAbove(Long.MIN_VALUE, refusal, effects);
    untilGone.refuseAbove(Long.MIN_VALUE, refusal, effects);
    if (followers != null) {
      followers.doubts().end(refusal, effects);
    }
  }

  /// Others that are in sync can do what this broker cannot any more.
  private void resign(long nowNs, Effects effects) {
    if (followers != null) {
      propose(followers.resign(nowNs), effects);
    }
  }

  private void onAppointed(Input.Appointed appointed, Effects effects) {
    rules = appointed.rules();
    onTerm(appointed.term(), effects);
    if (followers != null && ended == null) {
      propose(followers.doubts().onNews(), effects);
    }
  }

  private void onTerm(LeaderTerm now, Effects effects) {
    if (followers == null && !now.isAlone()) {
      followers = new Followers(log.id(), now, log.endOffset());
    } else if (followers != null) {
      followers.onAppointed(now, log.endOffset());
    }
    term = followers == null ? now : followers.term();
    moveHighWatermark(effects);
    if (term.hasTooFewInSync(rules.minInSync())) {
      untilCommitted.delay(tooFewInSync(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND), effects);
    }
  }

  /// Whether what a follower has agrees with what is here: if so, the fetch is to be stepped too.
  public FollowerVerdict judge(Input.FollowerFetch fetch) {
    FollowerProgress follower = followers == null ? null : followers.find(fetch.replicaId());
    return FetchJudge.judge(fetch, log, term, follower);
  }

  public boolean isInSync(int replicaId) {
    return followers != null && followers.isInSync(replicaId);
  }

  /// The in-sync followers that have all below `offset`, who has most of what follows first; none
  /// once nothing can be stored here any more.
  public List<Integer> inSyncWith(long offset) {
    return followers == null || ended != null ? List.of() : followers.inSyncWith(offset);
  }

  /// Where the logs of all followers that could lead next begin at the earliest, −1 while that is
  /// not known; [Long#MAX_VALUE] if there are none, or once nothing can be stored here any more.
  public long lowestStart() {
    return followers == null || ended != null
        ? Long.MAX_VALUE
        : followers.lowestStart(rules.minInSync());
  }

  private void onFollowerFetch(Input.FollowerFetch fetch, Effects effects) {
    if (followers != null && ended == null && fetch.currentLeaderEpoch() == term.leaderEpoch()) {
      propose(followers.onFetch(fetch, log.endOffset(), highWatermark), effects);
      moveHighWatermark(effects);
    }
  }

  private void onInSyncAnswered(Input.InSyncAnswered answered, Effects effects) {
    if (followers != null) {
      followers.onAnswered(answered.proposal(), answered.outcome(), answered.nowNs());
      onTerm(followers.term(), effects);
      propose(followers.doubts().onAnswered(answered, effects), effects);
    }
  }

  private static void propose(@Nullable InSyncProposal proposal, Effects effects) {
    if (proposal != null) {
      effects.add(new Effect.ProposeInSync(proposal));
    }
  }
}
