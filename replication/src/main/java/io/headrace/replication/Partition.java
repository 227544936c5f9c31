package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicPartition;
import io.headrace.log.LogListener;
import io.headrace.log.PartitionLog;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchCheck;
import java.io.IOException;
import java.util.ArrayDeque;
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
public final class Partition implements LogListener {

  /// Hears when a reader might find more than before.
  public interface Watcher {
    void onProgress();
  }

  private static final Input LOG_ADVANCED = new Input.LogAdvanced();

  private final TopicPartition name;
  private final PartitionLog log;
  private final PartitionLeader leader;
  private final ArrayDeque<Input> inputs = new ArrayDeque<>(1);
  private final Effects effects = new Effects();
  private final Set<Watcher> watchers = new LinkedHashSet<>();
  private boolean stepping;
  private @Nullable ErrorCode closed;

  Partition(
      TopicPartition name, PartitionLog log, BatchCheck check, LeaderTerm term, TopicRules rules) {
    this.name = name;
    this.log = log;
    this.leader = new PartitionLeader(log, check, term, rules);
    log.listener(this);
  }

  public PartitionId id() {
    return log.id();
  }

  public TopicPartition name() {
    return name;
  }

  public int leaderEpoch() {
    return leader.leaderEpoch();
  }

  /// Consumers read below this.
  public long highWatermark() {
    return leader.highWatermark();
  }

  /// Readers of committed records read below this. Without open transactions that is the high
  /// watermark.
  public long lastStableOffset() {
    return leader.highWatermark();
  }

  /// The log, for reading.
  public PartitionLog log() {
    return log;
  }

  /// What a request that names this leader epoch is to be told; `NONE` if it may go on.
  ///
  /// @param currentLeaderEpoch as the client knows it, −1 if it does not
  public ErrorCode epochError(int currentLeaderEpoch) {
    if (closed != null) {
      return closed;
    }
    if (currentLeaderEpoch < 0 || currentLeaderEpoch == leader.leaderEpoch()) {
      return ErrorCode.NONE;
    }
    return currentLeaderEpoch < leader.leaderEpoch()
        ? ErrorCode.FENCED_LEADER_EPOCH
        : ErrorCode.UNKNOWN_LEADER_EPOCH;
  }

  public void append(Input.ClientAppend append) {
    step(append);
  }

  public void append(Input.CoordinatorAppend append) {
    step(append);
  }

  /// Hears how a deletion of records ended.
  public interface Deleted {
    void onDone(ErrorCode outcome);
  }

  /// Makes the records below `offset` unreadable; `done` hears of it when that is durable, or why
  /// it may not be.
  ///
  /// @param offset −1 for the high watermark
  public void deleteBefore(long offset, Deleted done) {
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
          failure -> done.onDone(failure == null ? ErrorCode.NONE : ErrorCode.KAFKA_STORAGE_ERROR));
    }
  }

  void appoint(LeaderTerm term, TopicRules rules) {
    step(new Input.Appointed(term, rules));
    tellWatchers();
  }

  /// The partition is no longer led here; who waits is told so.
  void close(ErrorCode why) {
    closed = why;
    step(new Input.Dismissed(why));
    tellWatchers();
  }

  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  public void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  @Override
  public void onWritten(long writtenEnd) {
    step(LOG_ADVANCED);
  }

  @Override
  public void onSynced(long syncedEnd) {
    step(LOG_ADVANCED);
  }

  @Override
  public void onRejected(long validEnd, IOException cause) {
    step(new Input.Rejected(validEnd, cause));
  }

  @Override
  public void onOffline(IOException cause) {
    step(new Input.Offline(cause));
    tellWatchers();
  }

  @Override
  public void onStartMoved(long startOffset) {
    tellWatchers();
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
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.AppendToLog append -> log.append(append.batch());
      case Effect.Answer answer -> answer.ticket().onResult(answer.result());
      case Effect.HighWatermarkMoved _ -> tellWatchers();
    }
  }

  /// A watcher that has found what it wanted unwatches on the way.
  private void tellWatchers() {
    if (!watchers.isEmpty()) {
      List.copyOf(watchers).forEach(Watcher::onProgress);
    }
  }
}
