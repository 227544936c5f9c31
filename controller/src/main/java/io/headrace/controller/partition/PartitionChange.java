package io.headrace.controller.partition;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/// Works out what a partition becomes: the only place that chooses leaders and moves epochs.
///
/// Whatever is asked for, the result obeys these rules:
///
/// - in sync are only brokers in service, and not those whose log directory failed; one that is
///   leaving stays only if nobody else is left;
/// - who drops out when the in-sync set is at `min.insync.replicas` stays *eligible*: the high
///   watermark cannot move without him (KIP-966), so he misses nothing that anybody was told of;
/// - the leader is in sync. If nobody is, an eligible replica that is in service leads; if there is
///   none either, nobody does, unless an unclean election was asked for;
/// - a reassignment is complete once all that it adds are in sync;
/// - the leader epoch grows when the leader changes and when a replica is taken away, the partition
///   epoch with every change.
///
/// Used once: set what is wanted, then take the [#result].
final class PartitionChange {

  /// How to choose a leader.
  enum Election {
    /// Who leads goes on if he can; else the first replica that can.
    ONLINE,
    /// The first replica, if it can lead.
    PREFERRED,
    /// As [#ONLINE]; if nobody can lead without loss, the first replica in service does.
    UNCLEAN
  }

  private final PartitionImage before;
  private final ClusterImage image;
  private final PartitionId partition;
  private final int minInSync;

  private List<Integer> replicas;
  private List<Integer> adding;
  private List<Integer> removing;
  private List<Integer> inSync;
  private List<Integer> eligible;
  private int leader;
  private boolean proposed;
  private Election election = Election.ONLINE;
  private int emptied = PartitionImage.NO_LEADER;

  /// @param minInSync `min.insync.replicas` of the topic
  PartitionChange(TopicId topic, PartitionImage before, ClusterImage image, int minInSync) {
    this.before = before;
    this.image = image;
    this.partition = new PartitionId(topic, before.partition());
    this.minInSync = minInSync;
    replicas = before.replicas();
    adding = before.adding();
    removing = before.removing();
    inSync = before.inSync();
    eligible = before.eligible();
    leader = before.leader();
  }

  /// The leader wants this. It gets a partition epoch for it even if that is what is: the answer
  /// must rest on a record, because a leader takes it for the proof that it led when it asked, and
  /// a controller may have been deposed without knowing it.
  PartitionChange inSync(List<Integer> wanted) {
    inSync = wanted;
    proposed = true;
    return this;
  }

  PartitionChange reassign(Reassignment wanted) {
    replicas = wanted.replicas();
    adding = wanted.adding();
    removing = wanted.removing();
    return this;
  }

  PartitionChange elect(Election kind) {
    election = kind;
    return this;
  }

  /// This broker has no data any more.
  PartitionChange emptied(int broker) {
    emptied = broker;
    return this;
  }

  /// The partition as it is to be; `before` itself if nothing changes.
  PartitionImage result() {
    dropWhoCannotBeInSync();
    completeReassignment();
    updateEligible();
    elect();
    boolean unchanged =
        leader == before.leader()
            && replicas.equals(before.replicas())
            && adding.equals(before.adding())
            && removing.equals(before.removing())
            && inSync.equals(before.inSync())
            && eligible.equals(before.eligible());
    if (unchanged && !proposed) {
      return before;
    }
    boolean nextTerm = leader != before.leader() || !replicas.containsAll(before.replicas());
    return new PartitionImage(
        before.partition(),
        leader,
        before.leaderEpoch() + (nextTerm ? 1 : 0),
        before.partitionEpoch() + 1,
        replicas,
        adding,
        removing,
        inSync,
        eligible);
  }

  private void dropWhoCannotBeInSync() {
    List<Integer> held =
        keep(inSync, broker -> broker != emptied && replicas.contains(broker) && isAlive(broker));
    List<Integer> serving = keep(held, this::isInService);
    inSync = serving.isEmpty() ? held : serving;
  }

  /// What was acknowledged must be on enough of those that stay before the others go.
  private void completeReassignment() {
    List<Integer> staying = keep(inSync, broker -> !removing.contains(broker));
    boolean complete =
        (!adding.isEmpty() || !removing.isEmpty())
            && inSync.containsAll(adding)
            && staying.size()
                >= PartitionImage.leastInSync(minInSync, replicas.size() - removing.size());
    if (complete) {
      replicas = keep(replicas, broker -> !removing.contains(broker));
      inSync = staying;
      adding = List.of();
      removing = List.of();
    }
  }

  private void updateEligible() {
    if (inSync.size() >= leastInSync()) {
      eligible = List.of();
      return;
    }
    Set<Integer> all = new LinkedHashSet<>(eligible);
    all.addAll(before.inSync());
    eligible =
        keep(
            List.copyOf(all),
            broker -> broker != emptied && replicas.contains(broker) && !inSync.contains(broker));
  }

  private int leastInSync() {
    return PartitionImage.leastInSync(minInSync, replicas.size() - adding.size());
  }

  private void elect() {
    int chosen = chosen();
    if (chosen == PartitionImage.NO_LEADER && election == Election.UNCLEAN) {
      chosen = firstOf(replicas, this::isInService);
      if (chosen != PartitionImage.NO_LEADER) {
        // Whoever has more than the new leader will have to forget it: nobody is eligible now.
        eligible = List.of();
        inSync = List.of(chosen);
      }
    }
    leader = chosen;
    if (chosen != PartitionImage.NO_LEADER && !inSync.contains(chosen)) {
      inSync = List.of(chosen);
      int elected = chosen;
      eligible = leastInSync() <= 1 ? List.of() : keep(eligible, broker -> broker != elected);
    }
  }

  private int chosen() {
    List<Integer> able = inSync.isEmpty() ? keep(eligible, this::isAlive) : inSync;
    List<Integer> best = keep(able, this::isInService);
    List<Integer> candidates = best.isEmpty() ? able : best;
    if (election == Election.PREFERRED && candidates.contains(replicas.getFirst())) {
      return replicas.getFirst();
    }
    return candidates.contains(leader) ? leader : firstOf(replicas, candidates::contains);
  }

  private static int firstOf(List<Integer> brokers, IntPredicate wanted) {
    for (int broker : brokers) {
      if (wanted.test(broker)) {
        return broker;
      }
    }
    return PartitionImage.NO_LEADER;
  }

  private static List<Integer> keep(List<Integer> brokers, IntPredicate wanted) {
    var kept = new ArrayList<Integer>(brokers.size());
    for (int broker : brokers) {
      if (wanted.test(broker)) {
        kept.add(broker);
      }
    }
    return kept.size() == brokers.size() ? brokers : kept;
  }

  private boolean isAlive(int id) {
    BrokerImage broker = image.broker(id);
    return broker != null && !broker.fenced() && !broker.isOffline(partition);
  }

  private boolean isInService(int id) {
    BrokerImage broker = image.broker(id);
    return broker != null && broker.inService() && !broker.isOffline(partition);
  }
}
