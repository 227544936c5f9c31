package io.headrace.replication;

import io.headrace.log.PartitionLog;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.follower.FollowedPartition;
import io.headrace.replication.repair.Repairs;
import java.util.LinkedHashSet;
import java.util.Set;

/// A followed partition for consumers that read from what is near (KIP-392): up to the high
/// watermark that the leader told.
///
/// Runs on: the reactor.
final class FollowerReads implements ReadablePartition {

  private final FollowedPartition partition;
  private final Repairs repairs;
  private final Set<Watcher> watchers = new LinkedHashSet<>();

  FollowerReads(FollowedPartition partition, Repairs repairs) {
    this.partition = partition;
    this.repairs = repairs;
  }

  @Override
  public int leaderEpoch() {
    return partition.leaderEpoch();
  }

  @Override
  public long highWatermark() {
    return partition.highWatermark();
  }

  /// A follower knows what its leader told it: readers may have read more elsewhere.
  @Override
  public boolean knowsCommittedEnd() {
    return false;
  }

  @Override
  public long lastStableOffset() {
    return partition.highWatermark();
  }

  @Override
  public PartitionLog log() {
    return partition.log();
  }

  @Override
  public boolean isBeingRepaired() {
    return repairs.isHopeful(partition.id());
  }

  @Override
  public ErrorCode epochError(int currentLeaderEpoch) {
    return partition.isEnded()
        ? ErrorCode.NOT_LEADER_OR_FOLLOWER
        : ReadablePartition.epochError(currentLeaderEpoch, partition.leaderEpoch());
  }

  @Override
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  @Override
  public void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  void tellWatchers() {
    Watcher.tellAll(watchers);
  }
}
