package io.headrace.simulator.cluster;

import io.headrace.base.PartitionId;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.simulator.client.InvariantViolation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The copies of all partitions, when nobody writes any more and all are in sync: the same bytes on
/// every replica, and on nobody else.
final class Copies {
  private static final int READ_BYTES = 1 << 20;

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

  /// @throws InvariantViolation if copies differ
  void check() {
    for (TopicImage topic : cluster.latestImage().topics()) {
      topic.partitions().forEach(each -> check(topic, each));
    }
  }

  private void check(TopicImage topic, PartitionImage partition) {
    var id = new PartitionId(topic.id(), partition.partition());
    long leaders = checksum(partition.leader(), id);
    for (ClusterNode node : cluster.nodes()) {
      boolean replica = partition.replicas().contains(node.id());
      if (replica && checksum(node.id(), id) != leaders) {
        throw new InvariantViolation(
            "%s-%d differs on nodes %d and %d"
                .formatted(topic.name(), partition.partition(), partition.leader(), node.id()));
      }
      if (!replica && node.log(id) != null) {
        throw new InvariantViolation(
            "%s-%d is on node %d, which is no replica"
                .formatted(topic.name(), partition.partition(), node.id()));
      }
    }
  }

  private long checksum(int nodeId, PartitionId id) {
    PartitionLog log = cluster.node(nodeId).log(id);
    if (log == null) {
      throw new InvariantViolation(id + " is missing on node " + nodeId);
    }
    var checksum = new CRC32C();
    try {
      for (long offset = log.startOffset(); offset < log.endOffset(); ) {
        LogSlice slice = log.read(new ReadRequest(offset, log.endOffset(), READ_BYTES, true));
        if (slice == null) {
          throw new InvariantViolation(id + " on node " + nodeId + " has a hole at " + offset);
        }
        ByteBuffer bytes = ByteBuffer.allocate(slice.bytes().length());
        slice.bytes().read(bytes, 0);
        slice.bytes().release();
        checksum.update(bytes.flip());
        offset = slice.endOffset();
      }
    } catch (IOException e) {
      throw new InvariantViolation(id + " on node " + nodeId + " cannot be read: " + e, e);
    }
    return checksum.getValue();
  }
}
