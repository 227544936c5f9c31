package io.headrace.broker;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicPartition;
import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.broker.api.cluster.HeartbeatConnections;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.broker.forward.ControllerLine;
import io.headrace.broker.forward.ImageArrivals;
import io.headrace.broker.forward.NearestController;
import io.headrace.broker.life.BrokerKnocks;
import io.headrace.broker.life.BrokerTenure;
import io.headrace.broker.peer.ControllerProposals;
import io.headrace.broker.peer.FetchLines;
import io.headrace.broker.peer.LostReplicas;
import io.headrace.controller.Controller;
import io.headrace.controller.ControllerPorts;
import io.headrace.controller.ControllerSettings;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.group.CoordinatorFinder;
import io.headrace.group.GroupConfig;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.GroupPorts;
import io.headrace.group.OffsetsTopic;
import io.headrace.log.LogDirectory;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.replication.ConfiguredTopics;
import io.headrace.replication.ParkedFetches;
import io.headrace.replication.ParkedProduces;
import io.headrace.replication.Partitions;
import io.headrace.replication.Replication;
import io.headrace.replication.ReplicationLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node consists of, put together: every room gets what it may see of the others.
///
/// Runs on: the reactor.
final class NodeRooms {

  private static final Logger LOG = LoggerFactory.getLogger(NodeRooms.class);
  private static final long NS_PER_MS = 1_000_000;

  final ImagePublisher publisher = new ImagePublisher();
  final LogDirectories directories;
  final Controller controller;
  final Partitions partitions;
  final GroupCoordinator groups;
  final CoordinatorFinder finder;
  final HeartbeatConnections heartbeats;
  final ApiTables apis;
  final ParkedFetches parkedFetches;
  final ImageArrivals arrivals;
  final BrokerTenure tenure;

  private final NodeConfig config;
  private final NodePorts ports;
  private final OpenedMetadata metadata;

  /// Drawn anew by each start.
  final Incarnation incarnation;

  private final List<ControllerLine> lines = new ArrayList<>();
  private final LostReplicas lostReplicas;

  NodeRooms(NodeConfig config, NodePorts ports, OpenedMetadata metadata) {
    this.config = config;
    this.ports = ports;
    this.metadata = metadata;
    this.incarnation = new Incarnation(ports.random().nextLong(), ports.random().nextLong());
    int nodeId = config.identity().nodeId();
    tenure = new BrokerTenure(ports.clock(), config.quorum().sessionMs() * NS_PER_MS);
    var configs = new EffectiveConfigs(nodeId, config.settings().set());
    var topicSettings = new ConfiguredTopics(configs);
    directories = new LogDirectories(config, ports, topicSettings);
    controller = controller(configs);
    heartbeats = new HeartbeatConnections(this::isInForce, knocks()::onClosed);
    partitions =
        new Partitions(
            nodeId, directories.all(), topicSettings, new LoggedTrouble(), replication());
    lostReplicas =
        new LostReplicas(
            nodeId, this::brokerEpoch, publisher::current, controller, newLine(), ports.timers());
    directories.onLost(lostReplicas::onOffline);
    var changes = new NearestController(nodeId, this::brokerEpoch, controller, newLine());
    arrivals = new ImageArrivals(ports.timers(), () -> publisher.current().offset());
    GroupConfig groupConfig = GroupConfig.of(config.settings().set());
    groups = groups(groupConfig);
    finder =
        new CoordinatorFinder(
            groupConfig.topic(), new OffsetsTopicMaker(changes, publisher::current));
    parkedFetches = new ParkedFetches(ports.reactor(), ports.timers());
    apis =
        ServedApis.tables(
            new NodeParts(
                config,
                ports,
                publisher::current,
                configs,
                new NodeParts.Records(
                    directories,
                    partitions,
                    new ParkedProduces(ports.clock(), ports.timers()),
                    parkedFetches),
                new NodeParts.Control(controller, changes, newLine(), arrivals, heartbeats),
                new NodeParts.Groups(groups, finder, name -> wanted(name, groupConfig)),
                metadata.quorum()));
  }

  /// How a topic is made that has a meaning for the cluster itself; null if it has none.
  private @Nullable NewTopic wanted(String topic, GroupConfig groupConfig) {
    return topic.equals(OffsetsTopic.NAME)
        ? OffsetsTopicMaker.wanted(groupConfig.topic(), publisher.current())
        : null;
  }

  /// Puts what replication tells into the log.
  private static final class LoggedTrouble implements Partitions.Trouble {

    @Override
    public void onTrouble(TopicPartition partition, String what, IOException cause) {
      LOG.error("partition={} {}: {}", partition, what, cause.getMessage());
    }

    @Override
    public void onRestored(TopicPartition partition, long fromOffset, long toOffset, int broker) {
      LOG.info(
          "partition={} restored from={} to={} by={}", partition, fromOffset, toOffset, broker);
    }

    @Override
    public void onMoved(TopicPartition partition, LogDirectory to) {
      LOG.info("partition={} moved to={}", partition, to.path());
    }
  }

  private Controller controller(EffectiveConfigs configs) {
    return new Controller(
        config.identity().nodeId(),
        metadata.clusterId(),
        metadata.log(),
        publisher,
        ControllerSettings.of(
                new TopicDefaults(
                    config.newTopics().numPartitions(), config.newTopics().replicationFactor()),
                configs,
                config.settings().set())
            .supporting(config.features()),
        new ControllerPorts(ports.clock(), ports.timers(), ports.random()));
  }

  /// Brokers reach each other where controllers do: clients have no way there.
  private Replication replication() {
    Endpoint own = config.quorum().listener();
    if (own == null) {
      return Replication.none(ports.reactor(), ports.timers(), ports.clock());
    }
    int nodeId = config.identity().nodeId();
    return new Replication(
        ports.reactor(),
        ports.timers(),
        ports.clock(),
        new FetchLines(
            ports.peers(), ports.reactor(), broker -> endpointOf(broker, own.listener())),
        new ControllerProposals(
            nodeId, this::brokerEpoch, publisher::current, controller, newLine(), ports.reactor()),
        this::brokerEpoch,
        ReplicationLimits.DEFAULT.withLagMaxMs(config.quorum().lagMaxMs()),
        tenure);
  }

  private BrokerKnocks knocks() {
    Endpoint own = config.quorum().listener();
    return new BrokerKnocks(
        ports.peers(),
        ports.clock(),
        ports.timers(),
        broker -> own == null ? null : endpointOf(broker, own.listener()),
        controller::onBrokerGone);
  }

  private BrokerImage.@Nullable Endpoint endpointOf(int brokerId, String listener) {
    BrokerImage broker = publisher.current().broker(brokerId);
    return broker == null ? null : broker.endpoint(listener);
  }

  private GroupCoordinator groups(GroupConfig groupConfig) {
    return new GroupCoordinator(
        config.identity().nodeId(),
        groupConfig,
        new GroupPorts(
            ports.clock(),
            ports.timers(),
            ports.random(),
            new PartitionStateLogs(partitions, ports.reactor(), ports.timers()),
            NodeRooms::onUnreadableGroups));
  }

  private static void onUnreadableGroups(PartitionId partition, String cause) {
    LOG.error(
        "partition={}-{} unreadable, its groups are not available: nobody can join them, commit"
            + " or fetch their offsets cause=\"{}\"",
        OffsetsTopic.NAME,
        partition.partition(),
        cause);
  }

  /// By which the controller notices that one was emptied.
  ///
  /// @throws IOException if one of the directories is somebody else's
  List<DirectoryId> directoryIds() throws IOException {
    BrokerImage former = publisher.current().broker(config.identity().nodeId());
    return directories.identify(
        metadata.directories(), former == null ? List.of() : former.directories());
  }

  /// Of this process's registration; −1 while the image shows none, or that of an earlier one.
  long brokerEpoch() {
    BrokerImage broker = publisher.current().broker(config.identity().nodeId());
    return broker == null || !broker.incarnation().equals(incarnation) ? -1 : broker.epoch();
  }

  private boolean isInForce(int brokerId, long brokerEpoch) {
    BrokerImage broker = publisher.current().broker(brokerId);
    return broker != null && broker.epoch() == brokerEpoch;
  }

  /// Whether an image knows of this process's registration.
  boolean isRegistered(ClusterImage image) {
    BrokerImage broker = image.broker(config.identity().nodeId());
    return broker != null && broker.incarnation().equals(incarnation);
  }

  /// A line of its own to the active controller, whichever node that is.
  ControllerLine newLine() {
    var line =
        new ControllerLine(
            ports.peers(),
            ports.clock(),
            ports.timers(),
            () -> metadata.voters().of(publisher.current().controllerId()));
    lines.add(line);
    return line;
  }

  /// A new image is published.
  void onImage(ImageChange change) {
    if (change.before().controllerId() != change.after().controllerId()) {
      lines.forEach(ControllerLine::onController);
    }
    lostReplicas.onImage();
  }

  /// Lets another node become the controller, if this one is it.
  void resign() {
    if (controller.isActive()) {
      metadata.log().resign();
    }
  }

  /// Nothing is asked of other nodes any more.
  void closeLines() {
    partitions.close();
    lines.forEach(ControllerLine::close);
  }
}
