package io.headrace.replication.leader;

import io.headrace.replication.leader.Input.Parting;

/// How far one follower has come under the leader epoch that now is.
final class FollowerProgress {

  static final long UNKNOWN = -1;

  /// Who gave up can be back within this time and nobody has to do without it.
  private static final long WITHDRAWN_NS = 2_000_000_000;

  final int replicaId;
  long brokerEpoch = -1;

  /// Everything below is on its stable storage; [#UNKNOWN] until it says so.
  long syncedEnd = UNKNOWN;

  /// Where its log begins; [#UNKNOWN] until it says so.
  long startOffset = UNKNOWN;

  /// When it had last all that there was; negative until a clock was seen.
  private long caughtUpNs = Long.MIN_VALUE;

  private long fetchedNs;
  private long endWhenFetched = Long.MAX_VALUE;

  /// It gave up since it had last all that there was.
  private boolean withdrew;

  FollowerProgress(int replicaId) {
    this.replicaId = replicaId;
  }

  /// Nobody has more on stable storage than it has, whatever it says.
  void onFetch(Input.FollowerFetch fetch, long leaderEnd) {
    brokerEpoch = fetch.brokerEpoch();
    syncedEnd = Math.min(fetch.syncedEnd(), fetch.fetchOffset());
    startOffset = fetch.startOffset();
    if (syncedEnd >= leaderEnd) {
      caughtUpNs = fetch.nowNs();
      withdrew = false;
    } else if (syncedEnd >= endWhenFetched && caughtUpNs < fetchedNs) {
      caughtUpNs = fetchedNs;
    }
    fetchedNs = fetch.nowNs();
    endWhenFetched = leaderEnd;
  }

  /// It will not be heard of unless it begins anew.
  void forget(Parting parting) {
    syncedEnd = UNKNOWN;
    startOffset = UNKNOWN;
    endWhenFetched = Long.MAX_VALUE;
    withdrew |= parting == Parting.WITHDREW;
  }

  /// Whether it is known to lack what is committed. Who is in sync has all of that, unless some of
  /// it rotted.
  boolean hasHole(long highWatermark) {
    return syncedEnd != UNKNOWN && syncedEnd < highWatermark;
  }

  /// Whether it has been behind for too long, which is sooner if it gave up once meanwhile. Who has
  /// everything is not behind while anything at all is heard of it: of idle partitions nothing is
  /// said.
  boolean isLate(long nowNs, long heardNs, long leaderEnd, long lagMaxNs) {
    if (caughtUpNs == Long.MIN_VALUE) {
      caughtUpNs = nowNs; // it may need a while to find out who leads
    } else if (syncedEnd >= leaderEnd && heardNs > caughtUpNs) {
      caughtUpNs = heardNs;
    }
    return nowNs - caughtUpNs > (withdrew ? Math.min(WITHDRAWN_NS, lagMaxNs) : lagMaxNs);
  }
}
