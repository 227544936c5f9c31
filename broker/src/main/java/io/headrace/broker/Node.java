package io.headrace.broker;

import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.broker.api.ApiTable;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.controller.feature.ReleaseFeatures;
import io.headrace.log.LogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImagePublisher.Stage;
import io.headrace.network.ConnectionId;
import io.headrace.network.Request;
import io.headrace.network.RequestReceiver;
import io.headrace.replication.Partitions;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node, complete but for its sockets and its process: what it serves, it serves to whoever
/// hands it a [io.headrace.network.Request].
///
/// ```
///  created ──start──> catching up with the metadata log ──> registering with the controller
///          ──> opening log directories ──> ready ──close──> closed
/// ```
///
/// A node that is no broker opens no log directories and does not register: it is ready once it has
/// caught up.
///
/// Before it is ready, a client's request is refused by closing its connection; the sockets of a
/// [Broker] let no client in until then.
///
/// Runs on: the reactor, every call.
public final class Node implements RequestReceiver {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private static final long MAX_TICK_PAUSE_MS = 15_000;
  private static final long NS_PER_MS = 1_000_000;

  /// Hears what becomes of the node.
  public interface Started {

    /// Requests are served from now on.
    void onReady();

    /// The node cannot start or, later, cannot go on.
    void onFailed(IOException cause);
  }

  private final NodeConfig config;
  private final NodePorts ports;
  private final Gate gate = new Gate();
  private final OpenedMetadata metadata;
  private final NodeRooms rooms;
  private final Membership membership;
  private final RequestMemory requestMemory;
  private final Dispatch dispatch;
  private @Nullable Started started;
  private boolean begun;
  private boolean serving;
  private boolean closed;

  /// Puts a node together; nothing happens yet.
  ///
  /// @param endpoints where clients reach it: what the cluster is told
  /// @param requestMemoryBytes how much the requests being served may take together
  /// @throws IOException if the metadata log cannot be opened
  public Node(NodeConfig config, NodePorts ports, List<Endpoint> endpoints, long requestMemoryBytes)
      throws IOException {
    this.config = config;
    this.ports = ports;
    metadata =
        ports
            .metadataLogs()
            .open(config.identity().nodeId(), config.storage().logDirs(), ports, this::fail);
    rooms = new NodeRooms(config, ports, metadata);
    membership = new Membership(config, ports, endpoints, rooms, new MembershipListener());
    requestMemory = new RequestMemory(requestMemoryBytes);
    dispatch = dispatch(rooms, requestMemory, ports);
    rooms.publisher.subscribe(Stage.LOG, this::onImage);
    rooms.publisher.subscribe(Stage.REPLICATION, gate.guarding(rooms.partitions));
    rooms.publisher.subscribe(Stage.COORDINATORS, gate.guarding(rooms.groups));
    rooms.publisher.subscribe(Stage.COORDINATORS, gate.guarding(rooms.finder));
    rooms.publisher.subscribe(Stage.HANDLERS, rooms::onImage);
    rooms.publisher.subscribe(
        Stage.HANDLERS, change -> membership.onImage(change.before(), change.after()));
    rooms.publisher.subscribe(Stage.HANDLERS, _ -> rooms.arrivals.onImage());
  }

  private static Dispatch dispatch(NodeRooms rooms, RequestMemory memory, NodePorts ports) {
    var shortage = new MemoryShortage(memory, ports.timers(), LOG::warn);
    return new Dispatch(
        rooms.apis, rooms.parkedFetches, memory, shortage, new Mistakes(ports.clock()));
  }

  /// Begins to catch up; `outcome` hears when the node is ready.
  public void start(Started outcome) {
    started = outcome;
    rooms.controller.start();
  }

  /// Lets the other nodes take over what this one leads, while it still serves; then calls `done`.
  public void leave(Runnable done) {
    if (serving) {
      membership.leave(what -> LOG.info("node={} {}", config.identity().nodeId(), what), done);
    } else {
      done.run();
    }
  }

  /// Stops cleanly: what was written is synced, so that the next start is quick.
  public void close() throws IOException {
    closed = true;
    serving = false;
    membership.close();
    rooms.groups.close();
    rooms.closeLines();
    metadata.log().resign();
    metadata.log().close();
    rooms.directories.close();
  }

  /// The APIs that it serves to clients.
  ApiTable apis() {
    return rooms.apis.forClients();
  }

  /// Those that it serves to other nodes.
  ApiTable apisForNodes() {
    return rooms.apis.forNodes();
  }

  /// What requests that are not answered yet may still take.
  RequestMemory requestMemory() {
    return requestMemory;
  }

  /// What the requests that are not answered yet hold.
  public long requestBytes() {
    return requestMemory.limitBytes() - requestMemory.left();
  }

  /// What this node knows of the cluster.
  public ClusterImage image() {
    return rooms.publisher.current();
  }

  /// The logs on this node's disks.
  public List<LogDirectory> logDirectories() {
    return rooms.directories.all();
  }

  /// The partitions that it leads or follows.
  public Partitions partitions() {
    return rooms.partitions;
  }

  /// Other nodes are served from the beginning: without them there would be no cluster to be ready
  /// for.
  @Override
  public void onRequest(Request request) {
    if (serving || (!closed && rooms.apis.isBetweenNodes(request))) {
      dispatch.onRequest(request);
    } else {
      request.close("not serving " + (closed ? "any more" : "yet"));
    }
  }

  @Override
  public void onClosed(ConnectionId connection) {
    dispatch.onClosed(connection);
    rooms.partitions.sessions().onClosed(connection.value());
    rooms.heartbeats.onClosed(connection.value());
  }

  /// Nothing is opened by what the cluster was once, nor by what this node was trusted with in a
  /// former life: a leader that comes back must not go on as if it had never been away. A level
  /// that the cluster has left again is no obstacle either.
  private void onImage(ImageChange change) {
    if (!gate.isOpen()) {
      rooms.directories.onImageBeforeOpen(change);
    }
    String complaint = ReleaseFeatures.complaintAbout(config.features(), change.after());
    if (complaint != null && rooms.controller.isCaughtUp()) {
      fail(new IOException(complaint));
      return;
    }
    boolean known = rooms.controller.isActive() || !change.after().clusterId().isEmpty();
    if (gate.isOpen() || !rooms.controller.isCaughtUp() || !known) {
      return;
    }
    if (!begun) {
      begun = true;
      ports.reactor().execute(this::begin);
    }
    if (rooms.isRegistered(change.after())) {
      try {
        rooms.directories.open(change.after(), this::image);
        gate.open(change);
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  private void begin() {
    if (!closed) {
      membership.begin(metadata.clusterId().get());
    }
  }

  /// What becomes of this node in its cluster.
  private final class MembershipListener implements Membership.Events {

    @Override
    public void onServing() {
      serving = true;
      tickLater();
      if (started != null) {
        started.onReady();
      }
    }

    /// Clients go to the nodes that others can hear.
    @Override
    public void onCutOff() {
      serving = false;
    }

    @Override
    public void onBack() {
      serving = true;
    }

    @Override
    public void onFailed(IOException cause) {
      fail(cause);
    }
  }

  private void fail(IOException cause) {
    serving = false;
    if (started != null) {
      started.onFailed(cause);
    }
  }

  private void tickLater() {
    long pauseMs = Math.min(MAX_TICK_PAUSE_MS, config.storage().checkIntervalMs());
    ports
        .timers()
        .after(
            pauseMs * NS_PER_MS,
            () -> {
              if (!closed) {
                rooms.directories.tick(ports.clock().wallMs());
                tickLater();
              }
            });
  }
}
