package io.headrace.simulator.cluster;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.PartitionLog;
import io.headrace.replication.Partition;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.workload.PartitionHistory.Acknowledged;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/// Counts copies that are on stable storage: what is acknowledged or may be read has enough. Of a
/// node that loses disks none counts, and of the others one less is asked for.
final class CopyWatch {
  private static final int LOOK_ONE_IN = 64;

  /// One life of a leader.
  private record Leading(int leaderEpoch, long highWatermark) {}

  private final SimulatedCluster cluster;
  private final int minInSync;
  private final Map<Partition, Leading> leaders = new WeakHashMap<>();
  private long events;

  /// @param minInSync what the clients' topics are made with
  CopyWatch(SimulatedCluster cluster, int minInSync) {
    this.cluster = cluster;
    this.minInSync = minInSync;
  }

  /// To be called after every event; now and then it looks.
  void look() {
    if (events++ % LOOK_ONE_IN == 0) {
      cluster.nodes().forEach(node -> node.leads().forEach(partition -> check(node, partition)));
    }
  }

  /// A producer was told of its batch.
  void onAcknowledged(Target target, Acknowledged batch) {
    var topic = target.topic().id();
    var id =
        new PartitionId(
            new TopicId(topic.getMostSignificantBits(), topic.getLeastSignificantBits()),
            target.partition());
    require(id, batch.endOffset(), "was acknowledged");
  }

  private void check(ClusterNode node, Partition partition) {
    requireRising(node, partition);
    requireInSync(node, partition);
    if (isClients(node, partition.log().id())) {
      require(partition.log().id(), partition.highWatermark(), "may be read at node " + node.id());
    }
  }

  /// While a leader lives, in the same epoch, what could be read once can be read.
  private void requireRising(ClusterNode node, Partition partition) {
    var now = new Leading(partition.leaderEpoch(), partition.highWatermark());
    Leading before = leaders.put(partition, now);
    if (before != null
        && before.leaderEpoch == now.leaderEpoch
        && before.highWatermark > now.highWatermark) {
      throw new InvariantViolation(
          "%s could be read up to %d at node %d, and now up to %d"
              .formatted(partition.name(), before.highWatermark, node.id(), now.highWatermark));
    }
  }

  /// The high watermark is on stable storage of whoever could lead next.
  private void requireInSync(ClusterNode node, Partition partition) {
    PartitionId id = partition.id();
    var topic = cluster.latestImage().topic(id.topicId());
    var now = topic == null ? null : topic.partition(id.partition());
    for (int replica : now == null ? List.<Integer>of() : now.inSync()) {
      ClusterNode holder = cluster.node(replica);
      if (holder.losesDisks() && !holder.isLossKnown(cluster.latestImage())) {
        continue;
      }
      PartitionLog log = holder.log(id);
      long syncedEnd = log == null ? 0 : log.syncedEnd();
      if (syncedEnd < partition.highWatermark()) {
        throw new InvariantViolation(
            "%s may be read up to %d at node %d, and node %d is in sync with %d"
                .formatted(
                    partition.name(), partition.highWatermark(), node.id(), replica, syncedEnd));
      }
    }
  }

  private static boolean isClients(ClusterNode node, PartitionId id) {
    var topic = node.image().topic(id.topicId());
    return topic != null && !topic.name().startsWith("__");
  }

  private void require(PartitionId id, long endOffset, String what) {
    int copies = 0;
    int durable = 0;
    int enough = minInSync;
    for (ClusterNode node : cluster.nodes()) {
      if (node.losesDisks()) {
        enough--;
        continue;
      }
      PartitionLog log = node.log(id);
      boolean believed = log == null && hasAllAsFarAsIsKnown(node.id(), id);
      copies += log != null || believed ? 1 : 0;
      durable += believed || (log != null && log.syncedEnd() >= endOffset) ? 1 : 0;
    }
    if (durable < Math.min(enough, copies)) {
      throw new InvariantViolation(
          "%s up to %d %s, with %d durable copies of %d"
              .formatted(id, endOffset, what, durable, copies));
    }
  }

  /// Of a log that is not open, such as that of a node which was stopped and is starting, there is
  /// only what the metadata says; it is looked at once it is open.
  private boolean hasAllAsFarAsIsKnown(int node, PartitionId id) {
    var topic = cluster.latestImage().topic(id.topicId());
    var now = topic == null ? null : topic.partition(id.partition());
    return now != null && (now.inSync().contains(node) || now.eligible().contains(node));
  }
}
