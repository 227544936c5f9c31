package io.headrace.replication.leader;

import io.headrace.base.PartitionId;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.leader.InSyncProposals.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a leader knows of its followers, and whom it wants to be in sync.
///
/// ```
///   out of sync ──synced all that is committed, and the leader's end when its epoch began──> proposed
///        ^                                                                                      |
///        +─ behind, withdrawn, a hole: proposed ─ in sync <──────────── the controller accepts ────+
/// ```
///
/// While a proposal may have been accepted without our knowing, who would be in sync either way
/// counts: the high watermark waits for those in the set and for those proposed. One proposal is
/// under way at a time; it is void once the metadata shows a newer partition epoch. One that was
/// lost, and is refused when it is made again, is made void so: by a proposal of what is.
final class Followers {

  private static final long RETRY_NS = 1_000_000_000;

  /// A replica that fetches and is not in service yet will be in a moment.
  private static final long RETRY_INELIGIBLE_NS = 100_000_000;

  /// For so long appends fail before another broker is asked to lead.
  private static final long FULL_NS = 1_000_000_000;

  private final PartitionId partition;
  private LeaderTerm term;
  private List<FollowerProgress> all = List.of();
  private long epochStart;

  private final Doubts doubts = new Doubts(this);
  private @Nullable InSyncProposal proposed;
  private boolean underWay;
  private boolean perhapsAccepted;

  /// A copy of it may still arrive when its members are eligible again.
  private @Nullable InSyncProposal lost;

  private long retryNs = Long.MIN_VALUE;

  /// When the disk was full last, and since when.
  private long rejectedNs = -FULL_NS;

  private long fullSinceNs;

  Followers(PartitionId partition, LeaderTerm term, long endOffset) {
    this.partition = partition;
    this.term = term;
    begin(term, endOffset);
  }

  LeaderTerm term() {
    return term;
  }

  /// Refusals that wait until it is known that this broker leads.
  Doubts doubts() {
    return doubts;
  }

  /// Where the log ended when the leader epoch that now is began.
  long epochStart() {
    return epochStart;
  }

  private void begin(LeaderTerm first, long endOffset) {
    term = first;
    epochStart = endOffset;
    retryNs = Long.MIN_VALUE;
    forgetProposed();
    lost = null;
    all = List.of();
    addMissing();
  }

  private void addMissing() {
    var now = new ArrayList<FollowerProgress>();
    for (int replica : term.replicas()) {
      if (replica != term.brokerId()) {
        FollowerProgress known = find(replica);
        now.add(known != null ? known : new FollowerProgress(replica));
      }
    }
    all = now;
  }

  @Nullable FollowerProgress find(int replicaId) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).replicaId == replicaId) {
        return all.get(i);
      }
    }
    return null;
  }

  /// The metadata says this now. Under a new leader epoch nothing is known of anybody: what a
  /// follower said before may be cut off since.
  void onAppointed(LeaderTerm now, long endOffset) {
    if (now.leaderEpoch() > term.leaderEpoch()) {
      begin(now, endOffset);
    } else if (now.leaderEpoch() == term.leaderEpoch()
        && now.partitionEpoch() >= term.partitionEpoch()) {
      if (now.partitionEpoch() > term.partitionEpoch()) {
        retryNs = Long.MIN_VALUE; // what was refused for want of this news may pass with it
      }
      term = now;
      addMissing();
      forgetVoid();
    }
  }

  private void forgetVoid() {
    if (proposed != null && proposed.partitionEpoch() < term.partitionEpoch()) {
      forgetProposed();
    }
    if (lost != null && lost.partitionEpoch() < term.partitionEpoch()) {
      lost = null;
    }
  }

  /// Whatever is answered to it is not waited for.
  private void forgetProposed() {
    proposed = null;
    underWay = false;
  }

  /// Where all that must have a record have it on stable storage; −1 while that is not known, or
  /// while fewer are in sync than there must be (KIP-966).
  ///
  /// @param ownEnd what this broker has safely
  // Asked in every commit of a partition with followers.
  long committedEnd(long ownEnd, int minInSync) {
    if (term.hasTooFewInSync(minInSync)) {
      return -1;
    }
    long end = ownEnd;
    for (int i = 0; i < all.size(); i++) {
      FollowerProgress follower = all.get(i);
      if (counts(follower.replicaId)) {
        end = Math.min(end, follower.syncedEnd);
      }
    }
    return end;
  }

  private boolean counts(int replicaId) {
    return isInSync(replicaId)
        || (proposed != null && proposed.has(replicaId))
        || (lost != null && lost.has(replicaId));
  }

  boolean isInSync(int replicaId) {
    List<Integer> inSync = term.inSync();
    for (int i = 0; i < inSync.size(); i++) {
      if (inSync.get(i) == replicaId) {
        return true;
      }
    }
    return false;
  }

  /// Takes note of a fetch; returns whom to propose now, if the follower has become fit.
  @Nullable InSyncProposal onFetch(Input.FollowerFetch fetch, long leaderEnd, long highWatermark) {
    FollowerProgress follower = find(fetch.replicaId());
    if (follower == null) {
      return null;
    }
    follower.onFetch(fetch, leaderEnd);
    boolean mayPropose = proposed == null && lost == null && fetch.nowNs() >= retryNs;
    if (!mayPropose || isInSync(follower.replicaId) || !isFit(follower, highWatermark)) {
      return null;
    }
    var wanted = new ArrayList<>(term.inSync());
    wanted.add(follower.replicaId);
    return propose(wanted);
  }

  /// With all that was committed under this leader, and all that may have been under those before.
  private boolean isFit(FollowerProgress follower, long highWatermark) {
    return follower.syncedEnd >= highWatermark && follower.syncedEnd >= epochStart;
  }

  private InSyncProposal propose(List<Integer> wanted) {
    var members = new ArrayList<InSyncProposal.Member>();
    for (int brokerId : wanted) {
      FollowerProgress follower = find(brokerId);
      members.add(
          new InSyncProposal.Member(brokerId, follower == null ? -1 : follower.brokerEpoch));
    }
    var proposal =
        new InSyncProposal(partition, term.leaderEpoch(), term.partitionEpoch(), members);
    proposed = proposal;
    underWay = true;
    perhapsAccepted = false;
    return proposal;
  }

  /// Asks for another leader, because nothing can be stored here any more: for a set without this
  /// broker. Null if nobody else is in sync, or if it was asked already.
  @Nullable InSyncProposal resign(long nowNs) {
    InSyncProposal asked = proposed;
    if (underWay || nowNs < retryNs) {
      return null;
    }
    if (asked != null) {
      underWay = true;
      return asked;
    }
    List<Integer> others = term.inSync().stream().filter(each -> each != term.brokerId()).toList();
    return others.isEmpty() ? null : propose(others);
  }

  /// Asks for what is: if that is accepted, this broker led when it was asked. Null if another
  /// proposal may still hold.
  @Nullable InSyncProposal confirm() {
    return proposed == null ? propose(term.inSync()) : null;
  }

  boolean mayHold(InSyncProposal asked) {
    return asked.equals(proposed);
  }

  /// Looks who is late, and who has become fit while nothing could be proposed; returns what to
  /// propose now.
  @Nullable InSyncProposal onTick(Input.Tick tick, long leaderEnd, long highWatermark) {
    InSyncProposal again = proposed;
    if (again != null) {
      boolean due = !underWay && tick.nowNs() >= retryNs;
      underWay |= due;
      return due ? again : null;
    }
    if (lost != null) { // a proposal of what is makes it void, or tells that it held
      return tick.nowNs() < retryNs ? null : confirm();
    }
    var wanted = new ArrayList<Integer>();
    for (int brokerId : term.inSync()) {
      FollowerProgress follower = find(brokerId);
      if (follower == null
          || (!follower.hasHole(highWatermark)
              && !follower.isLate(
                  tick.nowNs(), tick.heard().lastNs(brokerId), leaderEnd, tick.lagMaxNs()))) {
        wanted.add(brokerId);
      }
    }
    for (FollowerProgress follower : all) {
      if (!isInSync(follower.replicaId) && isFit(follower, highWatermark)) {
        wanted.add(follower.replicaId);
      }
    }
    return wanted.equals(term.inSync()) || tick.nowNs() < retryNs ? null : propose(wanted);
  }

  /// The answer to a proposal, or that there is none.
  void onAnswered(InSyncProposal asked, Outcome outcome, long nowNs) {
    if (!asked.equals(proposed)) {
      return;
    }
    underWay = false;
    switch (outcome) {
      case Outcome.Accepted accepted -> {
        if (accepted.leaderEpoch() == term.leaderEpoch()
            && accepted.partitionEpoch() > term.partitionEpoch()) {
          term = term.with(accepted.partitionEpoch(), accepted.inSync());
          forgetVoid();
        }
      }
      case Outcome.Refused refused -> {
        boolean ineligible = refused.error() == ErrorCode.INELIGIBLE_REPLICA;
        retryNs = nowNs + (ineligible ? RETRY_INELIGIBLE_NS : RETRY_NS);
        if (ineligible) { // this one does not hold; with all other errors it may
          lost = perhapsAccepted && lost == null ? asked : lost;
          forgetProposed();
        }
      }
      case Outcome.Lost _ -> {
        retryNs = nowNs + RETRY_NS;
        perhapsAccepted = true;
      }
    }
  }

  /// Those in sync that have everything before `offset`, who has most of what follows first.
  List<Integer> inSyncWith(long offset) {
    return all.stream()
        .filter(each -> isInSync(each.replicaId) && each.syncedEnd >= offset)
        .sorted(Comparator.comparingLong((FollowerProgress each) -> each.syncedEnd).reversed())
        .map(each -> each.replicaId)
        .toList();
  }

  /// Where all that could lead next begin at the earliest; −1 while that is not known, or while
  /// fewer are in sync than there must be: who is eligible then may begin anywhere.
  long lowestStart(int minInSync) {
    if (term.hasTooFewInSync(minInSync)) {
      return -1;
    }
    long lowest = Long.MAX_VALUE;
    for (FollowerProgress follower : all) {
      if (counts(follower.replicaId)) {
        lowest = Math.min(lowest, follower.startOffset);
      }
    }
    return lowest;
  }

  /// A follower does not fetch this partition any more.
  void onGone(Input.FollowerGone gone) {
    FollowerProgress follower = find(gone.replicaId());
    if (follower != null) {
      follower.forget(gone.parting());
    }
  }

  /// The disk of this broker is full. Others go on if it stays so; null as long as it may pass.
  @Nullable InSyncProposal onRejected(long nowNs) {
    if (nowNs - rejectedNs > FULL_NS) {
      fullSinceNs = nowNs;
    }
    rejectedNs = nowNs;
    return nowNs - fullSinceNs >= FULL_NS ? resign(nowNs) : null;
  }
}
