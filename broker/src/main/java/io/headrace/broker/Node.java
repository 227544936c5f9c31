package io.headrace.broker;

import io.headrace.base.PartitionId;
import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.broker.api.ApiTable;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.broker.forward.ControllerLine;
import io.headrace.broker.forward.NearestController;
import io.headrace.broker.peer.FetchLines;
import io.headrace.broker.peer.InSyncLine;
import io.headrace.controller.Controller;
import io.headrace.controller.ControllerPorts;
import io.headrace.controller.ControllerSettings;
import io.headrace.controller.Request;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.group.CoordinatorFinder;
import io.headrace.group.GroupConfig;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.GroupPorts;
import io.headrace.group.OffsetsTopic;
import io.headrace.log.LogDirectory;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.ImagePublisher.Stage;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.network.ConnectionId;
import io.headrace.network.RequestReceiver;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.ConfiguredTopics;
import io.headrace.replication.ParkedFetches;
import io.headrace.replication.ParkedProduces;
import io.headrace.replication.Partitions;
import io.headrace.replication.ReplicaSessions;
import io.headrace.replication.Replication;
import io.headrace.replication.ReplicationLimits;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node, complete but for its sockets and its process: what it serves, it serves to whoever
/// hands it a [io.headrace.network.Request].
///
/// ```
///  created ──start──> catching up with the metadata log ──> opening log directories
///          ──> registering with the controller ──> ready ──close──> closed
/// ```
///
/// Before it is ready, a request is refused by closing its connection; the sockets of a [Broker]
/// let nobody in until then.
///
/// Runs on: the reactor, every call.
public final class Node implements RequestReceiver {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private static final int REGISTRATION_TIMEOUT_MS = 5_000;
  private static final long REGISTRATION_PAUSE_NS = 5_000_000;
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
  private final List<Endpoint> endpoints;
  private final Incarnation incarnation;
  private final ImagePublisher publisher = new ImagePublisher();
  private final Gate gate = new Gate();
  private final LogDirectories directories;
  private final MetadataLog metadataLog;
  private final Controller controller;
  private final GroupCoordinator groups;
  private final ApiTables apis;
  private final ControllerLine controllerLine;
  private final RequestMemory requestMemory;
  private final Dispatch dispatch;
  private @Nullable Started started;
  private boolean serving;
  private final ReplicaSessions replicaSessions;
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
    this.endpoints = List.copyOf(endpoints);
    this.incarnation = new Incarnation(ports.random().nextLong(), ports.random().nextLong());
    int nodeId = config.identity().nodeId();
    var configs = new EffectiveConfigs(nodeId, config.settings().set());
    var topicSettings = new ConfiguredTopics(configs);
    directories = new LogDirectories(config.storage(), ports, topicSettings);
    OpenedMetadata metadata =
        ports.metadataLogs().open(nodeId, config.storage().logDirs(), ports, this::fail);
    metadataLog = metadata.log();
    controller =
        new Controller(
            nodeId,
            metadata.clusterId(),
            metadataLog,
            publisher,
            ControllerSettings.of(
                new TopicDefaults(
                    config.newTopics().numPartitions(), config.newTopics().replicationFactor()),
                configs,
                config.settings().set()),
            new ControllerPorts(ports.clock(), ports.timers(), ports.random()));
    controllerLine =
        new ControllerLine(
            ports.peers(),
            ports.clock(),
            ports.timers(),
            () -> metadata.voters().of(image().controllerId()));
    var partitions =
        new Partitions(
            nodeId,
            directories.all(),
            topicSettings,
            (partition, what, cause) ->
                LOG.error("partition={} {}: {}", partition, what, cause.getMessage()),
            replication(nodeId, config, ports));
    replicaSessions = partitions.sessions();
    var changes = new NearestController(nodeId, () -> epochOf(nodeId), controller, controllerLine);
    GroupConfig groupConfig = GroupConfig.of(config.settings().set());
    groups =
        new GroupCoordinator(
            nodeId,
            groupConfig,
            new GroupPorts(
                ports.clock(),
                ports.timers(),
                ports.random(),
                new PartitionStateLogs(partitions, ports.reactor()),
                Node::onUnreadableGroups));
    var finder =
        new CoordinatorFinder(
            groupConfig.topic(), new OffsetsTopicMaker(changes, publisher::current));
    var parkedFetches = new ParkedFetches(ports.reactor(), ports.timers());
    var parts =
        new NodeParts(
            config,
            ports,
            publisher::current,
            configs,
            directories,
            partitions,
            new ParkedProduces(ports.clock(), ports.timers()),
            parkedFetches,
            controller,
            changes,
            controllerLine,
            metadata.quorum(),
            groups,
            finder,
            name ->
                name.equals(OffsetsTopic.NAME)
                    ? OffsetsTopicMaker.wanted(groupConfig.topic(), publisher.current())
                    : null);
    apis = ServedApis.tables(parts);
    requestMemory = new RequestMemory(requestMemoryBytes);
    dispatch = dispatch(apis, parkedFetches, requestMemory, ports);
    publisher.subscribe(Stage.LOG, this::onImage);
    publisher.subscribe(Stage.REPLICATION, gate.guarding(partitions));
    publisher.subscribe(Stage.COORDINATORS, gate.guarding(groups));
    publisher.subscribe(Stage.COORDINATORS, gate.guarding(finder));
  }

  private static Dispatch dispatch(
      ApiTables apis, ParkedFetches parkedFetches, RequestMemory memory, NodePorts ports) {
    var shortage = new MemoryShortage(memory, ports.timers(), LOG::warn);
    return new Dispatch(apis, parkedFetches, memory, shortage, new Mistakes(ports.clock()));
  }

  /// Begins to catch up; `outcome` hears when the node is ready.
  public void start(Started outcome) {
    started = outcome;
    controller.start();
  }

  /// Stops cleanly: what was written is synced, so that the next start is quick.
  public void close() throws IOException {
    closed = true;
    serving = false;
    groups.close();
    controllerLine.close();
    metadataLog.resign();
    metadataLog.close();
    directories.close();
  }

  /// The APIs that it serves to clients.
  ApiTable apis() {
    return apis.forClients();
  }

  /// What requests that are not answered yet may still take.
  RequestMemory requestMemory() {
    return requestMemory;
  }

  /// What this node knows of the cluster.
  public ClusterImage image() {
    return publisher.current();
  }

  /// The logs on this node's disks.
  public List<LogDirectory> logDirectories() {
    return directories.all();
  }

  @Override
  public void onRequest(io.headrace.network.Request request) {
    if (serving || (!closed && isBetweenNodes(request.listener()))) {
      dispatch.onRequest(request);
    } else {
      request.close("not serving " + (closed ? "any more" : "yet"));
    }
  }

  private boolean isBetweenNodes(String listener) {
    Endpoint own = config.quorum().listener();
    return own != null && own.listener().equalsIgnoreCase(listener);
  }

  @Override
  public void onClosed(ConnectionId connection) {
    dispatch.onClosed(connection);
    replicaSessions.onClosed(connection.value());
  }

  private Replication replication(int nodeId, NodeConfig config, NodePorts ports) {
    String listener = config.network().betweenBrokers();
    return new Replication(
        ports.reactor(),
        ports.timers(),
        ports.clock(),
        new FetchLines(ports.peers(), ports.reactor(), id -> endpointOf(id, listener)),
        new InSyncLine(nodeId, () -> ownEpoch(nodeId), ports.reactor(), controllerLine),
        () -> ownEpoch(nodeId),
        ReplicationLimits.DEFAULT);
  }

  private BrokerImage.@Nullable Endpoint endpointOf(int brokerId, String listener) {
    BrokerImage broker = image().broker(brokerId);
    return broker == null ? null : broker.endpoint(listener);
  }

  /// Of this process's registration; −1 while the image shows none, or that of an earlier one.
  private long ownEpoch(int nodeId) {
    BrokerImage self = image().broker(nodeId);
    return self == null || !self.incarnation().equals(incarnation) ? -1 : self.epoch();
  }

  private long epochOf(int nodeId) {
    BrokerImage broker = image().broker(nodeId);
    return broker == null ? -1 : broker.epoch();
  }

  /// Nothing is opened by what the cluster was once.
  private void onImage(ImageChange change) {
    boolean known = controller.isActive() || !change.after().clusterId().isEmpty();
    if (gate.isOpen() || !controller.isCaughtUp() || !known) {
      return;
    }
    try {
      directories.open(change.after(), this::image);
    } catch (IOException e) {
      fail(e);
      return;
    }
    gate.open(change);
    ports.reactor().execute(this::register);
  }

  private void register() {
    if (closed) {
      return;
    }
    var applicant =
        new Applicant(
            config.identity().nodeId(),
            incarnation,
            config.identity().rack(),
            endpoints.stream()
                .map(each -> new BrokerImage.Endpoint(each.listener(), each.host(), each.port()))
                .toList());
    controller.registerBroker(
        Request.change(REGISTRATION_TIMEOUT_MS),
        applicant,
        outcome -> {
          switch (outcome) {
            case Outcome.Done<Long> _ -> ready();
            case Outcome.Refused<Long> refused -> onNotRegistered(refused.refusal());
          }
        });
  }

  /// A log that is short of room takes registrations to the last; when it does not, waiting would
  /// only hide why the node is not there.
  private void onNotRegistered(Refusal refusal) {
    if (refusal.error() == ErrorCode.KAFKA_STORAGE_ERROR) {
      fail(new IOException("the disk is full: " + refusal.message()));
    } else {
      ports.timers().after(REGISTRATION_PAUSE_NS, this::register);
    }
  }

  private void ready() {
    if (closed || serving) {
      return;
    }
    serving = true;
    tickLater();
    if (started != null) {
      started.onReady();
    }
  }

  private static void onUnreadableGroups(PartitionId partition, String cause) {
    LOG.error(
        "partition={}-{} unreadable, its groups are not available: nobody can join them, commit"
            + " or fetch their offsets cause=\"{}\"",
        OffsetsTopic.NAME,
        partition.partition(),
        cause);
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
                directories.tick(ports.clock().wallMs());
                tickLater();
              }
            });
  }
}
