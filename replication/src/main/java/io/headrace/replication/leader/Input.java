package io.headrace.replication.leader;

import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchRules.Writer;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Everything that can happen to a [PartitionLeader].
public sealed interface Input {

  /// A producer wants to add a batch.
  ///
  /// @param records exactly one batch, in memory that may be changed and stays valid until the end
  ///   of the turn
  /// @param wallMs now, for timestamps
  record ClientAppend(
      ByteBuffer records, Acks acks, Writer writer, long wallMs, AppendTicket ticket)
      implements Input {

    /// The same, to be stepped in a later turn.
    public ClientAppend beyondThisTurn() {
      return new ClientAppend(copyOf(records), acks, writer, wallMs, ticket);
    }
  }

  /// This broker itself wants to add a batch that it built: a coordinator's records. It is trusted,
  /// and acknowledged as with `acks=all`.
  record CoordinatorAppend(ByteBuffer records, AppendTicket ticket) implements Input {

    /// The same, to be stepped in a later turn.
    public CoordinatorAppend beyondThisTurn() {
      return new CoordinatorAppend(copyOf(records), ticket);
    }
  }

  private static ByteBuffer copyOf(ByteBuffer records) {
    return ByteBuffer.allocate(records.remaining()).put(records.duplicate()).flip();
  }

  /// The log has written or synced more; how far it is now, it says itself.
  record LogAdvanced() implements Input {}

  /// The disk is full: the log could not keep what lies at and above `validEnd`.
  record Rejected(long validEnd, IOException cause, long nowNs) implements Input {}

  /// What the log could not keep cannot come back any more, not even with a power cut.
  record RejectedForGood() implements Input {}

  /// The log is out of service for good.
  record Offline(IOException cause, long nowNs) implements Input {}

  /// What rotted is with nobody else as it was here: before it was committed, so that followers
  /// cannot read on behind it, or where compaction went another way.
  record Unrepairable(long nowNs) implements Input {}

  /// This broker does not lead the partition any more, or there is no such partition any more.
  record Dismissed(ErrorCode why) implements Input {}

  /// The metadata changed: the topic's settings, the leader's epoch, or who is in sync.
  record Appointed(LeaderTerm term, TopicRules rules) implements Input {}

  /// A follower asks for what comes after what it has, and agrees with this leader on that.
  ///
  /// @param brokerEpoch of its registration
  /// @param currentLeaderEpoch under which it believes to fetch
  /// @param fetchOffset the end of its log
  /// @param syncedEnd everything below is on its stable storage
  /// @param startOffset where its log begins
  /// @param lastFetchedEpoch of the last batch in its log, −1 if there is none
  record FollowerFetch(
      int replicaId,
      long brokerEpoch,
      int currentLeaderEpoch,
      long fetchOffset,
      long syncedEnd,
      long startOffset,
      int lastFetchedEpoch,
      long nowNs)
      implements Input {}

  /// A follower does not fetch this partition any more.
  record FollowerGone(int replicaId, Parting parting) implements Input {}

  /// Why a follower does not fetch any more.
  enum Parting {
    /// Its connection is gone, or this leader could not give it what it asked for.
    LOST,
    /// It gave the partition up, for a while at least: its disk is full, or failed.
    WITHDREW
  }

  /// What became of a proposal for the in-sync set.
  record InSyncAnswered(InSyncProposal proposal, InSyncProposals.Outcome outcome, long nowNs)
      implements Input {}

  /// Time has passed. Comes once a second to leaders that have followers.
  ///
  /// @param lagMaxNs how long a follower may be behind and in sync
  record Tick(long nowNs, long lagMaxNs, LastHeard heard) implements Input {}

  /// When each broker fetched last, whatever it was.
  interface LastHeard {
    /// By the monotonic clock; [Long#MIN_VALUE] if never.
    long lastNs(int brokerId);
  }
}
