package io.headrace.replication.leader;

import io.headrace.log.LeaderEpochs.EpochEnd;
import io.headrace.log.PartitionLog;
import io.headrace.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Compares what a follower has with what its leader has.
final class FetchJudge {

  private FetchJudge() {}

  /// @param follower null if the leader does not know it as a replica
  static FollowerVerdict judge(
      Input.FollowerFetch fetch,
      PartitionLog log,
      LeaderTerm term,
      @Nullable FollowerProgress follower) {
    if (fetch.currentLeaderEpoch() < term.leaderEpoch()) {
      return new FollowerVerdict.Refused(ErrorCode.FENCED_LEADER_EPOCH);
    }
    if (fetch.currentLeaderEpoch() > term.leaderEpoch()) {
      return new FollowerVerdict.Refused(ErrorCode.UNKNOWN_LEADER_EPOCH);
    }
    if (follower == null) {
      return new FollowerVerdict.Refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION); // not yet, perhaps
    }
    if (fetch.brokerEpoch() < follower.brokerEpoch) {
      return new FollowerVerdict.Refused(ErrorCode.STALE_BROKER_EPOCH);
    }
    EpochEnd diverged = divergence(log, fetch.lastFetchedEpoch(), fetch.fetchOffset());
    if (diverged != null) {
      return new FollowerVerdict.Diverged(diverged.epoch(), diverged.endOffset());
    }
    boolean inRange =
        fetch.fetchOffset() >= log.startOffset() && fetch.fetchOffset() <= log.endOffset();
    return inRange
        ? new FollowerVerdict.Agreed()
        : new FollowerVerdict.Refused(ErrorCode.OFFSET_OUT_OF_RANGE);
  }

  /// Where this log ended the follower's last epoch, if it did so before the follower's log ends.
  private static @Nullable EpochEnd divergence(
      PartitionLog log, int lastFetchedEpoch, long fetchOffset) {
    if (lastFetchedEpoch < 0) {
      return null;
    }
    EpochEnd here = log.leaderEpochs().endOf(lastFetchedEpoch, log.endOffset());
    if (here.epoch() < 0) {
      return fetchOffset <= log.startOffset() ? null : new EpochEnd(-1, log.startOffset());
    }
    return here.epoch() < lastFetchedEpoch || here.endOffset() < fetchOffset ? here : null;
  }
}
