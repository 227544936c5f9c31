package io.headrace.broker;

import io.headrace.broker.NodePorts.MetadataLogs;
import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.quorum.RaftMetadataLog;
import io.headrace.quorum.identity.NodeFormat;
import io.headrace.quorum.identity.NodeIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Opens the metadata log as production has it: on the consensus engine, over this node's files,
/// with a sync lane of its own.
public final class RaftMetadata implements MetadataLogs {

  /// Where other voters would reach this one. There are none yet; when a quorum grows, the leader
  /// tells the others what it is then.
  private static final InetSocketAddress ADDRESS =
      InetSocketAddress.createUnresolved("localhost", 9093);

  @Override
  public OpenedMetadata open(
      int nodeId, List<Path> logDirs, NodePorts ports, Consumer<IOException> onFailure)
      throws IOException {
    NodeIdentity identity =
        new NodeFormat(ports.disk(), ports.random()).open(nodeId, logDirs, null, ADDRESS);
    var around =
        new RaftMetadataLog.Surroundings(
            ports.disk(),
            ports.lanes().laneFor(identity.metadataDirectory()),
            ports.reactor(),
            ports.timers(),
            ports.clock(),
            ports.random());
    return new OpenedMetadata(
        identity.clusterId(), new RaftMetadataLog(identity, ADDRESS, around, onFailure));
  }
}
