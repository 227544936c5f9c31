package io.headrace.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A cluster of three nodes, each started with a `server.properties` in the words of Kafka.
final class ThreeNodes implements Broker, AutoCloseable {

  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final int COUNT = IDS.size();

  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<Map<String, String>> settings = new ArrayList<>();

  private ThreeNodes() {}

  /// Starts all on the loopback and waits until each says that it is ready.
  static ThreeNodes start(Path directory) {
    return startOn(IDS.stream().map(id -> Site.in(directory.resolve("node-" + id))).toList());
  }

  /// Starts each on a place of its own.
  static ThreeNodes startOn(List<Site> sites) {
    return startOn(sites, Map.of());
  }

  /// The same with settings that only one of them has.
  ///
  /// @param own by id and key
  static ThreeNodes startOn(List<Site> sites, Map<Integer, Map<String, String>> own) {
    List<Integer> ports = NodeProcess.freePorts(2 * COUNT);
    List<Integer> controllerPorts = ports.subList(COUNT, 2 * COUNT);
    String voters =
        IDS.stream()
            .map(id -> id + "@" + sites.get(id - 1).host() + ":" + controllerPorts.get(id - 1))
            .collect(Collectors.joining(","));
    var cluster = new ThreeNodes();
    for (int id : IDS) {
      Site site = sites.get(id - 1);
      int port = ports.get(id - 1);
      String listeners =
          "PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d"
              .formatted(site.host(), port, controllerPorts.get(id - 1));
      Map<String, String> settings = settings(id, voters, listeners);
      settings.putAll(own.getOrDefault(id, Map.of()));
      cluster.settings.add(settings);
      cluster.nodes.add(NodeProcess.ofCluster(site, port, options(settings)));
    }
    try {
      cluster.nodes.forEach(NodeProcess::awaitReady);
    } catch (IllegalStateException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private static Map<String, String> settings(int id, String voters, String listeners) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(id));
    settings.put("controller.quorum.voters", voters);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listeners", listeners);
    settings.put("offsets.topic.num.partitions", "3");
    settings.put("min.insync.replicas", "2");
    settings.put("broker.rack", "rack-" + id);
    settings.put(
        "replica.selector.class", "org.apache.kafka.common.replica.RackAwareReplicaSelector");
    return settings;
  }

  private static List<String> options(Map<String, String> settings) {
    var options = new ArrayList<String>();
    settings.forEach((key, value) -> options.addAll(List.of("--set", key + "=" + value)));
    return options;
  }

  /// A node by its id, from 1.
  NodeProcess node(int id) {
    return nodes.get(id - 1);
  }

  /// Where a node's controller listens.
  String controller(int id) {
    String listeners = settings.get(id - 1).get("listeners");
    return listeners.substring(listeners.lastIndexOf('/') + 1);
  }

  /// The `server.properties` of a node, as Kafka's tools want to see it.
  Path properties(int id, Path file) throws IOException {
    var lines = new ArrayList<String>();
    settings.get(id - 1).forEach((key, value) -> lines.add(key + "=" + value));
    lines.add("log.dirs=" + node(id).dataDirectory().orElseThrow());
    return Files.write(file, lines);
  }

  /// Starts those again that a test has left stopped, so that the next one finds all three.
  void startStoppedAgain() {
    List<NodeProcess> stopped = nodes.stream().filter(node -> !node.isAlive()).toList();
    stopped.forEach(NodeProcess::launchAgain);
    stopped.forEach(NodeProcess::awaitReady);
  }

  List<NodeProcess> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public String bootstrap() {
    return nodes.stream().map(NodeProcess::bootstrap).collect(Collectors.joining(","));
  }

  @Override
  public Optional<Path> dataDirectory() {
    return Optional.empty();
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
  }
}
