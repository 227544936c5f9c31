package io.headrace.metadata;

import java.util.List;

/// A partition's place in the cluster.
///
/// @param leader the broker that leads it, −1 if none does
/// @param leaderEpoch grows with every change of leader, and whenever a replica leaves for good
/// @param partitionEpoch grows by one with every change of anything here
/// @param replicas the brokers that hold it, the preferred leader first
/// @param adding those of them that a reassignment brings in
/// @param removing those of them that leave when the reassignment is complete
/// @param inSync those of them that are in sync with the leader
/// @param eligible those that left the in-sync set when it was at `min.insync.replicas` already:
///   since then nothing was acknowledged that they do not have, so that each of them can lead once
///   nobody is in sync any more (KIP-966)
public record PartitionImage(
    int partition,
    int leader,
    int leaderEpoch,
    int partitionEpoch,
    List<Integer> replicas,
    List<Integer> adding,
    List<Integer> removing,
    List<Integer> inSync,
    List<Integer> eligible) {

  /// Nobody leads.
  public static final int NO_LEADER = -1;

  /// Lists that say the same are one: there may be a million of these.
  public PartitionImage {
    replicas = List.copyOf(replicas);
    adding = List.copyOf(adding);
    removing = List.copyOf(removing);
    inSync = inSync.equals(replicas) ? replicas : List.copyOf(inSync);
    eligible = List.copyOf(eligible);
  }

  /// A partition as it begins: led by the first replica that is in sync.
  public static PartitionImage created(
      int partition, List<Integer> replicas, List<Integer> inSync) {
    return new PartitionImage(
        partition,
        firstIn(inSync, replicas),
        0,
        0,
        replicas,
        List.of(),
        List.of(),
        inSync,
        List.of());
  }

  private static int firstIn(List<Integer> inSync, List<Integer> replicas) {
    for (int replica : replicas) {
      if (inSync.contains(replica)) {
        return replica;
      }
    }
    return NO_LEADER;
  }

  /// How many replicas have to be in sync for the high watermark to move: fewer than this, and who
  /// is [#eligible] would miss what readers saw.
  ///
  /// @param configured `min.insync.replicas` of the topic
  public int leastInSync(int configured) {
    return leastInSync(configured, replicas.size() - adding.size());
  }

  /// The same by the number of replicas that no reassignment is only bringing in.
  public static int leastInSync(int configured, int settledReplicas) {
    return Math.max(1, Math.min(configured, settledReplicas));
  }

  /// Whether it is on its way to other brokers.
  public boolean isReassigning() {
    return !adding.isEmpty() || !removing.isEmpty();
  }
}
