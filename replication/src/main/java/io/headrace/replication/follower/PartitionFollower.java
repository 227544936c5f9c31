package io.headrace.replication.follower;

import io.headrace.log.LeaderEpochs.EpochEnd;
import io.headrace.log.LostRange;
import io.headrace.log.PartitionLog;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides for one partition on a broker that follows: what of the leader's answers enters the log,
/// and what of the log has to go because the leader's went another way.
///
/// ```
///            no leader                leader's log went another way, or begins behind ours
///   IDLE <-------------- FETCHING ------------------------------------> CUTTING
///    |                    ^    |  error, or the disk is full               |
///    +------- leader -----+    +-----> PAUSED ---- time ----> FETCHING <---+ done
/// ```
///
/// The log is cut by comparing epochs and offsets with the leader's (KIP-595), never at the high
/// watermark: what lies beyond that may have been acknowledged by a leader that told us late.
///
/// It reads the log but never changes it. Runs on: the reactor. Knows no clock, disk, or socket.
final class PartitionFollower {

  private static final long FIRST_PAUSE_NS = 20_000_000;
  private static final long MAX_PAUSE_NS = 1_000_000_000;

  private enum State {
    IDLE,
    FETCHING,
    CUTTING,
    PAUSED,
    ENDED
  }

  private PartitionLog log;
  private State state = State.IDLE;
  private int leader = -1;
  private int leaderEpoch = -1;
  private long highWatermark;
  private long pauseNs = FIRST_PAUSE_NS;

  /// Where the first hole in the log is. A replica does not count as having what lies behind one.
  private long lostFrom;

  /// @param committedEnd everything below is known to be committed
  PartitionFollower(PartitionLog log, long committedEnd) {
    this.log = log;
    this.highWatermark = Math.max(committedEnd, log.startOffset());
    lookForHoles();
  }

  int leader() {
    return leader;
  }

  int leaderEpoch() {
    return leaderEpoch;
  }

  long highWatermark() {
    return highWatermark;
  }

  boolean isCutting() {
    return state == State.CUTTING;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /// What to ask the leader for; null if there is nothing to ask now.
  @Nullable Wish wish() {
    return state != State.FETCHING
        ? null
        : new Wish(
            leaderEpoch,
            log.endOffset(),
            log.leaderEpochs().latest(),
            log.startOffset(),
            Math.min(log.syncedEnd(), lostFrom));
  }

  /// Goes on with another log that holds the same.
  void moveTo(PartitionLog copy) {
    log = copy;
    lookForHoles();
  }

  private void lookForHoles() {
    List<LostRange> lost = log.lost().ranges();
    lostFrom = lost.isEmpty() ? Long.MAX_VALUE : lost.getFirst().fromOffset();
  }

  void step(FollowerInput input, List<FollowerEffect> effects) {
    if (state == State.ENDED) {
      return;
    }
    switch (input) {
      case FollowerInput.Appointed appointed -> onAppointed(appointed);
      case FollowerInput.Fetched fetched -> {
        if (isCurrent(fetched.asked())) {
          onFetched(fetched.part(), effects);
        }
      }
      case FollowerInput.CutDone done -> {
        state = leader < 0 ? State.IDLE : State.FETCHING;
        highWatermark = Math.min(highWatermark, log.endOffset());
        lookForHoles();
        if (done.failure() != null) {
          pause(effects);
        }
      }
      case FollowerInput.Rejected _ -> {
        if (state == State.FETCHING) {
          pause(effects);
        }
      }
      case FollowerInput.LossChanged _ -> lookForHoles();
      case FollowerInput.RetryDue _ -> {
        if (state == State.PAUSED) {
          state = State.FETCHING;
        }
      }
      case FollowerInput.Ended _ -> state = State.ENDED;
    }
  }

  private void onAppointed(FollowerInput.Appointed appointed) {
    leader = appointed.leader();
    if (appointed.leaderEpoch() != leaderEpoch) {
      leaderEpoch = appointed.leaderEpoch();
      pauseNs = FIRST_PAUSE_NS;
    }
    if (state != State.CUTTING) {
      state = leader < 0 ? State.IDLE : State.FETCHING;
    }
  }

  /// An answer to what is not asked any more would leave a hole in the log, or bring back what was
  /// cut off.
  private boolean isCurrent(Wish asked) {
    return state == State.FETCHING
        && asked.leaderEpoch() == leaderEpoch
        && asked.fetchOffset() == log.endOffset()
        && asked.lastFetchedEpoch() == log.leaderEpochs().latest();
  }

  private void onFetched(ReplicaFetched.Part part, List<FollowerEffect> effects) {
    if (part.error() == ErrorCode.OFFSET_OUT_OF_RANGE) {
      onOutOfRange(part.logStartOffset(), effects);
    } else if (part.error() != ErrorCode.NONE) {
      pause(effects);
    } else if (part.diverged().epoch() >= 0 || part.diverged().endOffset() >= 0) {
      onDiverged(part.diverged(), effects);
    } else {
      onRecords(part, effects);
    }
  }

  /// The leader has deleted all that we have and what comes next.
  private void onOutOfRange(long leadersStart, List<FollowerEffect> effects) {
    if (leadersStart > log.endOffset()) {
      state = State.CUTTING;
      effects.add(
          new FollowerEffect.Trouble(
              "begins anew at %d, which its leader begins with; it ended at %d"
                  .formatted(leadersStart, log.endOffset())));
      effects.add(new FollowerEffect.StartAt(leadersStart));
    } else {
      effects.add(
          new FollowerEffect.Trouble(
              "its leader has nothing at " + log.endOffset() + " and begins at " + leadersStart));
      pause(effects);
    }
  }

  private void onDiverged(ReplicaFetched.Diverged leaders, List<FollowerEffect> effects) {
    var theirs = new EpochEnd(leaders.epoch(), leaders.endOffset());
    long end = log.leaderEpochs().agreedEnd(theirs, log.endOffset());
    long target = Math.max(end, log.startOffset());
    if (target >= log.endOffset()) {
      effects.add(
          new FollowerEffect.Trouble(
              "its leader's log is said to differ before %d, but nothing here does"
                  .formatted(leaders.endOffset())));
      pause(effects);
      return;
    }
    if (target < highWatermark) {
      effects.add(
          new FollowerEffect.Trouble(
              "is cut at %d, below what was committed until %d: an unclean leader?"
                  .formatted(target, highWatermark)));
    }
    state = State.CUTTING;
    effects.add(new FollowerEffect.CutTo(target));
  }

  private void onRecords(ReplicaFetched.Part part, List<FollowerEffect> effects) {
    if (part.records().hasRemaining()) {
      FetchedBatches fetched = FetchedBatches.check(part.records(), log, leaderEpoch);
      if (!fetched.batches().isEmpty()) {
        pauseNs = FIRST_PAUSE_NS;
        effects.add(new FollowerEffect.Append(fetched.batches()));
      }
      if (fetched.defect() != null) {
        effects.add(new FollowerEffect.Trouble("its leader sent " + fetched.defect()));
        pause(effects);
      }
    }
    effects.add(new FollowerEffect.HighWatermarkMoved(part.highWatermark()));
    if (part.logStartOffset() > log.startOffset()) {
      effects.add(new FollowerEffect.DeleteBefore(part.logStartOffset()));
    }
  }

  /// The leader says that this is committed; returns whether more of it is here than before.
  boolean commit(long leadersHighWatermark) {
    long end = Math.min(leadersHighWatermark, log.endOffset());
    if (end <= highWatermark) {
      return false;
    }
    highWatermark = end;
    return true;
  }

  private void pause(List<FollowerEffect> effects) {
    state = State.PAUSED;
    effects.add(new FollowerEffect.RetryAfter(pauseNs));
    pauseNs = Math.min(pauseNs * 2, MAX_PAUSE_NS);
  }
}
