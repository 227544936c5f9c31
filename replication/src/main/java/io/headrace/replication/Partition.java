package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicPartition;
import io.headrace.log.LogListener;
import io.headrace.log.LostRange;
import io.headrace.log.PartitionLog;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchCheck;
import io.headrace.replication.leader.Effect;
import io.headrace.replication.leader.Effects;
import io.headrace.replication.leader.FollowerVerdict;
import io.headrace.replication.leader.InSyncProposal;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.replication.leader.LeaderTerm;
import io.headrace.replication.leader.PartitionLeader;
import io.headrace.replication.leader.TopicRules;
import io.headrace.replication.move.MovableReplica;
import io.headrace.replication.repair.Repairs;
import io.headrace.runtime.Clock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One partition that this broker leads: its leader, its log, and who wants to hear of progress.
///
/// Every event becomes an input of the [PartitionLeader], whose effects are then carried out here.
/// An effect may bring the next event about while it is carried out (a log may say *synced* inside
/// the append, who is answered may append at once); such an event waits its turn.
///
/// Runs on: the reactor.
public final class Partition implements LogListener, ReadablePartition, MovableReplica {

  private static final Input LOG_ADVANCED = new Input.LogAdvanced();

  private final TopicPartition name;
  private PartitionLog log;
  private final Services services;
  private final PartitionLeader leader;
  private final ArrayDeque<Input> inputs = new ArrayDeque<>(1);
  private final Effects effects = new Effects();
  private final Set<Watcher> watchers = new LinkedHashSet<>();

  /// Replicas that fetch: they read what consumers may not yet. Null while there is none.
  private @Nullable Set<Watcher> replicas;

  /// What waits until the log may be changed again; null while it may.
  private @Nullable List<Runnable> held;

  private final WaitingDeletions deletions = new WaitingDeletions();
  private boolean stepping;
  private @Nullable ErrorCode closed;

  /// What leading a partition leans on.
  ///
  /// @param check all leaders of a reactor share one
  record Services(
      BatchCheck check, InSyncProposals proposals, Clock clock, Repairs repairs, Tenure tenure) {}

  /// @param committedEnd everything below is known to be committed
  Partition(
      TopicPartition name,
      PartitionLog log,
      Services services,
      Input.Appointed appointed,
      long committedEnd) {
    this.name = name;
    this.log = log;
    this.services = services;
    this.leader =
        new PartitionLeader(
            log, services.check(), appointed.term(), appointed.rules(), committedEnd);
    log.listener(this);
    onLost();
  }

  public PartitionId id() {
    return log.id();
  }

  public TopicPartition name() {
    return name;
  }

  @Override
  public int leaderEpoch() {
    return leader.term().leaderEpoch();
  }

  @Override
  public long highWatermark() {
    return leader.highWatermark();
  }

  @Override
  public boolean knowsCommittedEnd() {
    return leader.knowsCommittedEnd();
  }

  @Override
  public boolean knowsWhatWasCommittedBefore() {
    return leader.knowsWhatWasCommittedBefore();
  }

  /// Readers of committed records read below this. Without open transactions that is the high
  /// watermark.
  @Override
  public long lastStableOffset() {
    return leader.highWatermark();
  }

  @Override
  public PartitionLog log() {
    return log;
  }

  /// Who names no epoch may have read more at a leader that is unknown here (decision 0026).
  @Override
  public ErrorCode epochError(int currentLeaderEpoch) {
    if (closed != null) {
      return closed;
    }
    return currentLeaderEpoch < 0 && !leader.term().isAlone() && !services.tenure().isCertain()
        ? ErrorCode.NOT_LEADER_OR_FOLLOWER
        : ReadablePartition.epochError(currentLeaderEpoch, leader.term().leaderEpoch());
  }

  boolean isInSync(int replicaId) {
    return leader.isInSync(replicaId);
  }

  /// The followers that a reader at `offset` could be sent to, who has most of what follows first.
  public List<Integer> readersMayGoTo(long offset) {
    return leader.inSyncWith(offset);
  }

  @Override
  public boolean hold() {
    if (closed == null && held == null) {
      held = new ArrayList<>();
      return true;
    }
    return false;
  }

  @Override
  public void release() {
    List<Runnable> waiting = held;
    if (waiting != null) {
      held = null;
      waiting.forEach(Runnable::run);
    }
  }

  @Override
  public void moveTo(PartitionLog copy) {
    log = copy;
    leader.moveTo(copy);
    copy.listener(this);
    onRejectedForGood();
    onLost();
  }

  public void append(Input.ClientAppend append) {
    if (held == null) {
      step(append);
    } else {
      Input.ClientAppend later = append.beyondThisTurn();
      held.add(() -> step(later));
    }
  }

  public void append(Input.CoordinatorAppend append) {
    if (held == null) {
      step(append);
    } else {
      Input.CoordinatorAppend later = append.beyondThisTurn();
      held.add(() -> step(later));
    }
  }

  /// Hears how a deletion of records ended.
  public interface Deleted {
    void onDone(ErrorCode outcome);
  }

  /// Makes the records below `offset` unreadable; `done` hears of it when that is durable here and
  /// on all followers in sync, or why it may not be.
  ///
  /// @param offset −1 for the high watermark
  public void deleteBefore(long offset, Deleted done) {
    if (held != null) {
      held.add(() -> deleteBefore(offset, done));
      return;
    }
    long before = offset == -1 ? highWatermark() : offset;
    if (closed != null) {
      done.onDone(closed);
    } else if (!log.config().delete()) {
      done.onDone(ErrorCode.POLICY_VIOLATION);
    } else if (before < 0 || before > highWatermark()) {
      done.onDone(ErrorCode.OFFSET_OUT_OF_RANGE);
    } else {
      log.deleteBefore(
          before,
          failure -> {
            if (failure != null) {
              done.onDone(ErrorCode.KAFKA_STORAGE_ERROR);
            } else if (closed != null) {
              done.onDone(closed);
            } else {
              deletions.add(before, done);
              deletions.onLowestStart(leader.lowestStart());
            }
          });
    }
  }

  void appoint(LeaderTerm term, TopicRules rules) {
    step(new Input.Appointed(term, rules));
    tellWatchers();
  }

  /// The partition is no longer led here; who waits is told so.
  void close(ErrorCode why) {
    closed = why;
    deletions.end(why);
    step(new Input.Dismissed(why));
    tellWatchers();
    tellReplicas();
  }

  @Override
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  @Override
  public void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  /// A follower's fetch: if it agrees with this leader, it counts, and `replica` hears from now on
  /// when there is more to read.
  FollowerVerdict fetch(Input.FollowerFetch fetch, Watcher replica) {
    if (closed != null) {
      return new FollowerVerdict.Refused(closed);
    }
    FollowerVerdict verdict = leader.judge(fetch);
    if (verdict instanceof FollowerVerdict.Agreed) {
      if (replicas == null) {
        replicas = new LinkedHashSet<>();
      }
      replicas.add(replica);
      step(fetch);
    }
    return verdict;
  }

  /// The replica does not fetch this partition any more.
  void leave(int replicaId, Watcher replica, Input.Parting parting) {
    if (replicas != null && replicas.remove(replica)) {
      step(new Input.FollowerGone(replicaId, parting));
    }
  }

  void tick(Input.Tick tick) {
    step(tick);
  }

  @Override
  public long committedEnd() {
    return leader.highWatermark();
  }

  @Override
  public void onWritten(long writtenEnd) {
    step(LOG_ADVANCED);
    tellReplicas();
  }

  @Override
  public void onSynced(long syncedEnd) {
    step(LOG_ADVANCED);
  }

  @Override
  public void onRejected(long validEnd, IOException cause) {
    step(new Input.Rejected(validEnd, cause, services.clock().nowNs()));
  }

  @Override
  public void onRejectedForGood() {
    step(new Input.RejectedForGood());
  }

  @Override
  public void onStalled(IOException cause) {
    step(new Input.Rejected(log.endOffset(), cause, services.clock().nowNs()));
  }

  @Override
  public void onOffline(IOException cause) {
    deletions.end(ErrorCode.KAFKA_STORAGE_ERROR);
    step(new Input.Offline(cause, services.clock().nowNs()));
    tellWatchers();
    tellReplicas();
  }

  @Override
  public void onStartMoved(long startOffset) {
    tellWatchers();
    tellReplicas();
  }

  @Override
  public boolean isBeingRepaired() {
    return services.repairs().isHopeful(id());
  }

  /// What rotted is looked for at the other replicas.
  @Override
  public void onLost() {
    services.repairs().look(log, this::onRepaired);
  }

  private void onRepaired() {
    boolean othersCan = hasUncommittedHole() || services.repairs().isAnotherElsewhere(id());
    if (!isBeingRepaired() && othersCan) {
      step(new Input.Unrepairable(services.clock().nowNs()));
    }
    tellWatchers();
    tellReplicas();
  }

  private boolean hasUncommittedHole() {
    List<LostRange> lost = log.lost().ranges();
    return !lost.isEmpty() && lost.getLast().toOffset() > highWatermark();
  }

  private void step(Input input) {
    inputs.add(input);
    if (stepping) {
      return;
    }
    stepping = true;
    try {
      for (Input next = inputs.poll(); next != null; next = inputs.poll()) {
        leader.step(next, effects);
        for (Effect effect = effects.poll(); effect != null; effect = effects.poll()) {
          carryOut(effect);
        }
      }
    } finally {
      stepping = false;
    }
    if (!deletions.isEmpty()) {
      deletions.onLowestStart(leader.lowestStart());
    }
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.AppendToLog append -> log.append(append.batch());
      case Effect.Answer answer -> answer.ticket().onResult(answer.result());
      case Effect.Delay delay -> delay.ticket().onDelayed(delay.why());
      case Effect.HighWatermarkMoved _ -> {
        tellWatchers();
        tellReplicas();
      }
      case Effect.ProposeInSync propose -> {
        InSyncProposal proposal = propose.proposal();
        services
            .proposals()
            .propose(
                proposal,
                outcome ->
                    step(new Input.InSyncAnswered(proposal, outcome, services.clock().nowNs())));
      }
    }
  }

  private void tellReplicas() {
    if (replicas != null) {
      replicas.forEach(Watcher::onProgress);
    }
  }

  private void tellWatchers() {
    Watcher.tellAll(watchers);
  }
}
