package io.headrace.simulator.cluster;

import io.headrace.base.PartitionId;
import io.headrace.log.DamagedDataException;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.simulator.client.InvariantViolation;
import java.io.IOException;

/// The copies of all partitions, when nobody writes any more and all are in sync: the same bytes on
/// every replica, and on nobody else, and the same known of them.
final class Copies {
  private final SimulatedCluster cluster;

  Copies(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /// Whether every replica is in sync and as long as its leader's.
  boolean inSync() {
    return cluster.latestImage().topics().stream()
        .allMatch(topic -> topic.partitions().stream().allMatch(each -> inSync(topic, each)));
  }

  private boolean inSync(TopicImage topic, PartitionImage partition) {
    var id = new PartitionId(topic.id(), partition.partition());
    if (partition.leader() < 0
        || partition.inSync().size() < partition.replicas().size()
        || partition.isReassigning()) {
      return false;
    }
    PartitionLog leaders = cluster.node(partition.leader()).log(id);
    return leaders != null
        && partition.replicas().stream()
            .map(replica -> cluster.node(replica).log(id))
            .allMatch(log -> log != null && log.syncedEnd() == leaders.endOffset());
  }

  /// Whether all that rotted is repaired; what nobody knew to be rotten is known afterwards.
  boolean areWhole() {
    if (!cluster.hasRotted()) {
      return true;
    }
    boolean whole = true;
    for (TopicImage topic : cluster.latestImage().topics()) {
      for (PartitionImage partition : topic.partitions()) {
        for (int replica : partition.replicas()) {
          whole &= isWhole(replica, new PartitionId(topic.id(), partition.partition()));
        }
      }
    }
    return whole;
  }

  private boolean isWhole(int nodeId, PartitionId id) {
    PartitionLog log = cluster.node(nodeId).log(id);
    if (log == null) {
      return true;
    }
    try {
      CopyContent.of(log, log.startOffset());
    } catch (DamagedDataException e) {
      return false;
    } catch (IOException e) {
      throw unreadable(nodeId, id, e);
    }
    return log.lost().ranges().isEmpty();
  }

  /// @throws InvariantViolation if copies differ
  void check() {
    for (TopicImage topic : cluster.latestImage().topics()) {
      topic.partitions().forEach(each -> check(topic, each));
    }
    cluster.nodes().forEach(this::checkThatNothingIsLeftOver);
  }

  /// What was deleted is gone, or will not be opened again; who lost what it knew of topics keeps
  /// logs of which nobody knows.
  private void checkThatNothingIsLeftOver(ClusterNode node) {
    if (node.losesDisks()) {
      return;
    }
    for (LogDirectory directory : node.directories()) {
      for (PartitionLog log : directory.logs()) {
        if (cluster.latestImage().topic(log.id().topicId()) == null) {
          throw new InvariantViolation(
              "%s is in %s of node %d, and its topic is no more"
                  .formatted(log.id(), directory.path(), node.id()));
        }
      }
    }
  }

  private void check(TopicImage topic, PartitionImage partition) {
    var id = new PartitionId(topic.id(), partition.partition());
    boolean compacted = cluster.isCompacted(topic);
    long from = commonStart(partition, id);
    CopyContent leaders = content(partition.leader(), id, from, compacted);
    for (ClusterNode node : cluster.nodes()) {
      boolean replica = partition.replicas().contains(node.id());
      CopyContent own = replica ? content(node.id(), id, from, compacted) : leaders;
      if (!own.agreesWith(leaders)) {
        throw new InvariantViolation(
            "%s-%d differs on nodes %d and %d: %s and %s"
                .formatted(
                    topic.name(),
                    partition.partition(),
                    partition.leader(),
                    node.id(),
                    leaders,
                    own));
      }
      long places = node.directories().stream().filter(each -> each.has(id)).count();
      if (replica && places != 1) {
        throw new InvariantViolation(
            "%s-%d is in %d directories of node %d"
                .formatted(topic.name(), partition.partition(), places, node.id()));
      }
      if (!replica && node.log(id) != null) {
        throw new InvariantViolation(
            "%s-%d is on node %d, which is no replica"
                .formatted(topic.name(), partition.partition(), node.id()));
      }
    }
  }

  /// What a former leader deleted and nobody was told of may still be at the leader; what that has
  /// deleted is nowhere.
  private long commonStart(PartitionImage partition, PartitionId id) {
    long leaders = log(partition.leader(), id).startOffset();
    long highest = leaders;
    for (int replica : partition.replicas()) {
      long own = log(replica, id).startOffset();
      if (own < leaders) {
        throw new InvariantViolation(
            "%s begins at %d on node %d, and at %d on node %d, which leads it"
                .formatted(id, own, replica, leaders, partition.leader()));
      }
      highest = Math.max(highest, own);
    }
    return highest;
  }

  private PartitionLog log(int nodeId, PartitionId id) {
    PartitionLog log = cluster.node(nodeId).log(id);
    if (log == null) {
      throw new InvariantViolation(id + " is missing on node " + nodeId);
    }
    return log;
  }

  private CopyContent content(int nodeId, PartitionId id, long from, boolean compacted) {
    PartitionLog log = log(nodeId, id);
    try {
      return compacted ? CopyContent.ofCompacted(log, from) : CopyContent.of(log, from);
    } catch (IOException e) {
      throw unreadable(nodeId, id, e);
    }
  }

  private static InvariantViolation unreadable(int nodeId, PartitionId id, IOException cause) {
    return new InvariantViolation(
        id + " on node " + nodeId + " cannot be read: " + cause.getMessage(), cause);
  }
}
