package io.headrace.simulator.cluster;

import io.headrace.base.PartitionId;
import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.NodeConfig;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.runtime.simulated.SimulatedNetwork;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.client.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The nodes of a run, and what is between them.
final class SimulatedCluster {
  /// Of the topic in which groups are kept.
  static final int GROUP_PARTITIONS = 2;

  private static final int MAX_VOTERS = 5;
  private static final long NEVER_NS = Long.MIN_VALUE / 2;

  private final SimulatedWorld world;
  private final SimulatedNetwork network;
  private final List<ClusterNode> nodes = new ArrayList<>();
  private final List<String> clientHosts = new ArrayList<>();
  private long rottenNs = NEVER_NS;

  /// @param settings what nodes are started with, besides what all runs have
  SimulatedCluster(SimulatedWorld world, int size, Map<String, String> settings) {
    this.world = world;
    this.network = new SimulatedNetwork(world);
    String directories = world.random().oneIn(3) ? "/data,/more" : "/data";
    for (int id = 1; id <= size; id++) {
      nodes.add(new ClusterNode(id, world, network, config(id, size, directories, settings)));
    }
  }

  private static NodeConfig config(int id, int size, String directories, Map<String, String> more) {
    String host = ClusterNode.host(id);
    String voters =
        IntStream.rangeClosed(1, Math.min(size, MAX_VOTERS))
            .mapToObj(
                each -> each + "@" + ClusterNode.host(each) + ":" + ClusterNode.CONTROLLER_PORT)
            .collect(Collectors.joining(","));
    Map<String, String> settings = new TreeMap<>();
    settings.put("node.id", String.valueOf(id));
    settings.put("process.roles", "broker,controller");
    settings.put("log.dirs", directories);
    settings.put(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
            .formatted(host, ClusterNode.CLIENT_PORT, host, ClusterNode.CONTROLLER_PORT));
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", voters);
    settings.put("offsets.topic.num.partitions", String.valueOf(GROUP_PARTITIONS));
    settings.put("headrace.metadata.snapshot.records", "40");
    settings.put("group.min.session.timeout.ms", "100");
    settings.put("group.initial.rebalance.delay.ms", "100");
    settings.put("replica.lag.time.max.ms", "1500");
    settings.put("log.retention.check.interval.ms", "1000");
    settings.putAll(more);
    try {
      return NodeConfig.of(settings);
    } catch (BadConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  SimulatedWorld world() {
    return world;
  }

  SimulatedNetwork network() {
    return network;
  }

  List<ClusterNode> nodes() {
    return nodes;
  }

  ClusterNode node(int id) {
    return nodes.get(id - 1);
  }

  /// Starts every process that is dead.
  void startAll() {
    for (ClusterNode node : nodes) {
      if (!node.alive()) {
        node.start();
      }
    }
  }

  /// Cuts a node off from the other nodes; clients still reach it.
  void isolate(ClusterNode node, Ways ways) {
    for (ClusterNode other : nodes) {
      if (other != node) {
        if (ways != Ways.TO_IT) {
          network.cut(node.host(), other.host());
        }
        if (ways != Ways.FROM_IT) {
          network.cut(other.host(), node.host());
        }
      }
    }
  }

  /// Bits were flipped on some disk just now.
  void onRot() {
    rottenNs = world.nowNs();
  }

  /// When bits were flipped last; long ago if never.
  long rottenNs() {
    return rottenNs;
  }

  /// Whether bits were flipped in this run.
  boolean hasRotted() {
    return rottenNs != NEVER_NS;
  }

  /// A client's machine of its own.
  String newClientHost() {
    clientHosts.add("c" + clientHosts.size());
    return clientHosts.getLast();
  }

  List<String> clientHosts() {
    return clientHosts;
  }

  /// What the node knows that knows most.
  ClusterImage latestImage() {
    return nodes.stream()
        .map(ClusterNode::image)
        .max(Comparator.comparingLong(ClusterImage::offset))
        .orElse(ClusterImage.EMPTY);
  }

  /// A client's partition, by the latest that any node knows; null if it is not there.
  @Nullable PartitionImage partition(Target target) {
    TopicImage topic = latestImage().topic(target.topic().name());
    return topic == null ? null : topic.partition(target.partition());
  }

  /// Whether every broker compacts a client's topic, each for itself.
  boolean isCompacted(TopicImage topic) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    return !topic.name().startsWith("__")
        && "compact".equals(latestImage().config(resource).get("cleanup.policy"));
  }

  /// Whether some node leads the metadata quorum, and all others that live know it.
  boolean hasController() {
    return nodes.stream()
        .filter(node -> node.alive() && node.image().controllerId() == node.id())
        .anyMatch(leader ->
            nodes.stream()
                .allMatch(each -> !each.alive() || each.image().controllerId() == leader.id()));
  }

  /// Whether a client's partition has a leader that knows it.
  boolean isLed(Target target) {
    TopicImage topic = latestImage().topic(target.topic().name());
    PartitionImage partition = partition(target);
    if (topic == null || partition == null) {
      return false;
    }
    var id = new PartitionId(topic.id(), partition.partition());
    return partition.leader() >= 0
        && node(partition.leader()).leads().stream()
            .anyMatch(led -> led.id().equals(id) && led.leaderEpoch() == partition.leaderEpoch());
  }

  /// Whether every replica of every partition is in sync.
  boolean allInSync() {
    return latestImage().topics().stream()
        .allMatch(topic ->
            topic.partitions().stream()
                .allMatch(each -> each.inSync().size() == each.replicas().size()));
  }

  /// Whether each partition is led by the first of its replicas.
  boolean isLedAsPreferred() {
    return latestImage().topics().stream()
        .flatMap(topic -> topic.partitions().stream())
        .allMatch(each -> each.leader() == each.replicas().getFirst());
  }

  boolean allReady() {
    return nodes.stream().allMatch(ClusterNode::ready);
  }

  @Override
  public String toString() {
    return Stream.concat(nodes.stream().map(ClusterNode::toString), partitions())
        .collect(Collectors.joining("\n"));
  }

  private Stream<String> partitions() {
    return latestImage().topics().stream()
        .flatMap(topic ->
            topic.partitions().stream()
                .map(each -> topic.name() + ": " + each + copies(topic, each)));
  }

  private String copies(TopicImage topic, PartitionImage partition) {
    var id = new PartitionId(topic.id(), partition.partition());
    return nodes.stream()
        .map(node -> {
          PartitionLog log = node.log(id);
          return log == null
              ? ""
              : " node %d: synced %d of %d".formatted(node.id(), log.syncedEnd(), log.endOffset());
        })
        .collect(Collectors.joining());
  }
}
