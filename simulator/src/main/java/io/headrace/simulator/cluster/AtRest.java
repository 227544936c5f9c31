package io.headrace.simulator.cluster;

import io.headrace.metadata.TopicImage;
import io.headrace.runtime.simulated.Life;
import io.headrace.simulator.client.InvariantViolation;

/// What nodes hold when nobody asks anything of them any more: hardly anything. What is left over
/// from a request, a connection or a partition would be more than these bounds, as there were many.
final class AtRest {
  private static final int CONNECTIONS_PER_WAY = 3;
  private static final int OPEN_FILES_BESIDES = 10;

  /// And one for each partition.
  private static final int TIMERS_BESIDES = 100;

  /// Each node, or somebody who reads, waits with a fetch of the metadata log and one of what it
  /// follows.
  private static final long REQUEST_BYTES_PER_NODE = 17 << 20;

  private final SimulatedCluster cluster;

  AtRest(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /// @throws InvariantViolation if something is left over
  void check() {
    cluster.nodes().forEach(this::check);
    int hosts = cluster.nodes().size() + cluster.clientHosts().size();
    int ways = hosts * cluster.nodes().size();
    int connections = cluster.network().connectionCount();
    if (connections > CONNECTIONS_PER_WAY * ways) {
      throw new InvariantViolation(connections + " connections for " + ways + " ways");
    }
  }

  private void check(ClusterNode node) {
    Life life = node.machine().life();
    int partitions = 0;
    for (TopicImage topic : node.image().topics()) {
      partitions += topic.partitions().size();
    }
    long files = node.machine().disk().files().count();
    if (life.openSlices() > 0
        || life.openFiles() > files + OPEN_FILES_BESIDES
        || life.pendingTimers() > partitions + TIMERS_BESIDES
        || node.requestBytes() > REQUEST_BYTES_PER_NODE * cluster.nodes().size()) {
      throw new InvariantViolation(
          "node %d at rest holds %d slices, %d open files of %d, %d timers, %d bytes of requests"
              .formatted(
                  node.id(),
                  life.openSlices(),
                  life.openFiles(),
                  files,
                  life.pendingTimers(),
                  node.requestBytes()));
    }
  }
}
