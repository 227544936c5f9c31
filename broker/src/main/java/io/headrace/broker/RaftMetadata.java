package io.headrace.broker;

import io.headrace.broker.NodePorts.MetadataLogs;
import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.broker.config.Quorum.Address;
import io.headrace.quorum.QuorumPlace;
import io.headrace.quorum.RaftMetadataLog;
import io.headrace.quorum.files.Reserve;
import io.headrace.quorum.identity.NodeFormat;
import io.headrace.quorum.identity.NodeIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the metadata log as production has it: on the consensus engine, over this node's files,
/// with a sync lane of its own.
public final class RaftMetadata implements MetadataLogs {

  private static final Logger LOG = LoggerFactory.getLogger(RaftMetadata.class);

  /// There are no other voters yet; when a quorum grows, the leader tells them where it is then.
  private static final QuorumPlace PLACE = QuorumPlace.alone();

  @Override
  public OpenedMetadata open(
      int nodeId, List<Path> logDirs, NodePorts ports, Consumer<IOException> onFailure)
      throws IOException {
    NodeIdentity identity =
        new NodeFormat(ports.disk(), ports.random()).open(nodeId, logDirs, null, PLACE.address());
    var around =
        new RaftMetadataLog.Surroundings(
            ports.disk(),
            ports.lanes().laneFor(identity.metadataDirectory()),
            ports.reactor(),
            ports.timers(),
            ports.clock(),
            ports.random(),
            ports.peers());
    var owner = new Telling(identity.metadataDirectory(), onFailure);
    var log = new RaftMetadataLog(identity, PLACE, around, Reserve.DEFAULT, owner);
    return new OpenedMetadata(identity.clusterId(), log, voter -> address(log, voter), log);
  }

  private static @Nullable Address address(RaftMetadataLog log, int nodeId) {
    InetSocketAddress address = log.addressOf(nodeId);
    return address == null ? null : new Address(address.getHostString(), address.getPort());
  }

  /// Tells the operator.
  private record Telling(Path directory, Consumer<IOException> onFailure)
      implements RaftMetadataLog.Owner {

    @Override
    public void onFailed(IOException cause) {
      onFailure.accept(cause);
    }

    @Override
    public void onShortOfRoom() {
      LOG.warn(
          "directory={} disk full: new topics and partitions are refused until there is room,"
              + " topics can be deleted",
          directory);
    }

    @Override
    public void onRoomAgain() {
      LOG.info("directory={} room again: topics and partitions can be made", directory);
    }
  }
}
