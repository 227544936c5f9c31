package io.headrace.replication.simulated;

/// A bug that is planted where a replica meets the world, to see that the checker finds it.
enum Plant {
  NOTHING(0),
  /// The leader takes itself for the only one that must have a record.
  ACKNOWLEDGED_BEFORE_FOLLOWERS_HAVE_IT(20),
  /// The leader is told of the end of the follower's log as if all of it were synced.
  HIGH_WATERMARK_FROM_FETCH_OFFSETS(60),
  /// A follower cuts its log at the high watermark it knows when the leader changes.
  CUT_AT_THE_HIGH_WATERMARK(60),
  /// A follower does not say in which epoch its last batch was written.
  LAST_EPOCH_NOT_COMPARED(60),
  /// Whoever fetches is in sync at once.
  IN_SYNC_TOO_EARLY(60),
  /// A leader believes that its proposal holds, though it was refused.
  PROPOSALS_BELIEVED_UNHEARD(60),
  /// A disk says that it has synced, and has not.
  SYNCS_SKIPPED(20);

  /// Within how many seeds it is to be found.
  final int seeds;

  Plant(int seeds) {
    this.seeds = seeds;
  }
}
