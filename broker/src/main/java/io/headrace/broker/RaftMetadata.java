package io.headrace.broker;

import io.headrace.base.TopicId;
import io.headrace.broker.NodePorts.MetadataLogs;
import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.Quorum;
import io.headrace.broker.config.Quorum.Address;
import io.headrace.broker.config.Voter;
import io.headrace.metadata.DirectoryId;
import io.headrace.quorum.Membership;
import io.headrace.quorum.QuorumPlace;
import io.headrace.quorum.QuorumPlace.Contact;
import io.headrace.quorum.QuorumPlace.Joining;
import io.headrace.quorum.QuorumPorts;
import io.headrace.quorum.RaftMetadataLog;
import io.headrace.quorum.files.Reserve;
import io.headrace.quorum.identity.NodeFormat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the metadata log as production has it: on the consensus engine, over this node's files,
/// with a sync lane of its own.
public final class RaftMetadata implements MetadataLogs {

  private static final Logger LOG = LoggerFactory.getLogger(RaftMetadata.class);

  private final QuorumPlace place;
  private final Reserve reserve;

  /// Of a node that stays alone.
  public RaftMetadata() {
    this(QuorumPlace.alone());
  }

  private RaftMetadata(QuorumPlace place) {
    this(place, Reserve.DEFAULT);
  }

  private RaftMetadata(QuorumPlace place, Reserve reserve) {
    this.place = place;
    this.reserve = reserve;
  }

  /// Of a node with this configuration.
  public static RaftMetadata of(Quorum quorum) {
    var contacts = new ArrayList<Contact>();
    for (Voter voter : quorum.voters()) {
      contacts.add(new Contact(voter.nodeId(), unresolved(voter.host(), voter.port())));
    }
    for (Address server : quorum.bootstrapServers()) {
      contacts.add(new Contact(Contact.ANYBODY, unresolved(server.host(), server.port())));
    }
    Endpoint own = quorum.reachedAt();
    QuorumPlace alone = QuorumPlace.alone();
    if (own == null && contacts.isEmpty()) {
      return new RaftMetadata();
    }
    return new RaftMetadata(
        own == null
            ? new QuorumPlace(alone.listener(), alone.address(), contacts, Joining.NEVER)
            : new QuorumPlace(
                own.listener(), unresolved(own.host(), own.port()), contacts, quorum.joining()));
  }

  /// The same, with so much room kept back for when the disk is full.
  public RaftMetadata keepingBack(Reserve room) {
    return new RaftMetadata(place, room);
  }

  private static InetSocketAddress unresolved(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }

  @Override
  public OpenedMetadata open(
      int nodeId, List<Path> logDirs, NodePorts ports, Consumer<IOException> onFailure)
      throws IOException {
    QuorumPlace here = place.of(nodeId);
    var format = new NodeFormat(ports.disk(), ports.random());
    Membership membership = Membership.of(format, nodeId, logDirs, here);
    Path directory = NodeFormat.metadataDirectory(logDirs);
    var around =
        new QuorumPorts(
            ports.disk(),
            ports.lanes().laneFor(directory),
            ports.reactor(),
            ports.timers(),
            ports.clock(),
            ports.random(),
            ports.peers());
    var owner = new Telling(directory, onFailure);
    var log = new RaftMetadataLog(membership, here, around, reserve, owner);
    return new OpenedMetadata(
        log::clusterId,
        logDir -> idOf(format.directoryId(logDir, nodeId, log.clusterId())),
        log,
        voter -> address(log, voter),
        log);
  }

  private static DirectoryId idOf(String name) {
    TopicId id = TopicId.parse(name);
    return new DirectoryId(id.mostSignificantBits(), id.leastSignificantBits());
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

    @Override
    public void onNotice(String what) {
      LOG.info("quorum: {}", what);
    }
  }
}
