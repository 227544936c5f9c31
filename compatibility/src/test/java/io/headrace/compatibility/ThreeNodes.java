package io.headrace.compatibility;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A cluster of three nodes, each started with a `server.properties` in the words of Kafka.
final class ThreeNodes implements Broker, AutoCloseable {

  private static final int COUNT = 3;

  private final List<NodeProcess> nodes = new ArrayList<>();

  private ThreeNodes() {}

  /// Starts all and waits until each says that it is ready.
  static ThreeNodes start(Path directory) {
    var ports = new ArrayList<Integer>();
    for (int i = 0; i < 2 * COUNT; i++) {
      ports.add(freePort(ports));
    }
    String voters =
        List.of(1, 2, 3).stream()
            .map(id -> id + "@127.0.0.1:" + ports.get(COUNT + id - 1))
            .collect(Collectors.joining(","));
    var cluster = new ThreeNodes();
    for (int id = 1; id <= COUNT; id++) {
      int port = ports.get(id - 1);
      Map<String, String> settings = new TreeMap<>();
      settings.put("process.roles", "broker,controller");
      settings.put("node.id", Integer.toString(id));
      settings.put("controller.quorum.voters", voters);
      settings.put("controller.listener.names", "CONTROLLER");
      settings.put(
          "listeners",
          "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
              .formatted(port, ports.get(COUNT + id - 1)));
      settings.put("offsets.topic.num.partitions", "3");
      settings.put("min.insync.replicas", "2");
      var options = new ArrayList<String>();
      settings.forEach((key, value) -> options.addAll(List.of("--set", key + "=" + value)));
      Path home = directory.resolve("node-" + id);
      if (!home.toFile().mkdirs()) {
        throw new IllegalStateException(home + " cannot be made");
      }
      cluster.nodes.add(NodeProcess.ofCluster(port, home, options));
    }
    try {
      cluster.nodes.forEach(NodeProcess::awaitReady);
    } catch (IllegalStateException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /// A node by its id, from 1.
  NodeProcess node(int id) {
    return nodes.get(id - 1);
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

  private static int freePort(List<Integer> taken) {
    int port = NodeProcess.freePort();
    while (taken.contains(port)) {
      port = NodeProcess.freePort();
    }
    return port;
  }
}
