package io.headrace.simulator.cluster;

import io.headrace.runtime.simulated.NetworkWeather;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.util.ArrayList;
import java.util.List;

/// What befalls the network of a run: directions that are cut, between nodes and between a node and
/// clients, until all is mended some time later.
final class NetworkFate {
  private static final long MS_NS = 1_000_000;

  private final SimulatedCluster cluster;
  private final SimulatedRandom random;

  NetworkFate(SimulatedCluster cluster, SimulatedRandom random) {
    this.cluster = cluster;
    this.random = random;
  }

  /// From any machine to any other; either may be a client's.
  void cutOneWay() {
    cluster.network().cut(anyHost(), anyHost());
    healLater();
  }

  void cutBothWays() {
    cluster.network().cutBoth(anyHost(), anyHost());
    healLater();
  }

  /// Cuts a node off from the other nodes, one way or both; clients still reach it.
  void isolate(ClusterNode node) {
    Ways[] ways = Ways.values();
    cluster.isolate(node, ways[random.nextInt(ways.length)]);
    healLater();
  }

  void weather(NetworkWeather weather) {
    cluster.network().weather(weather);
    healLater();
  }

  void heal() {
    cluster.network().heal();
    cluster.network().weather(NetworkWeather.FAIR);
  }

  private void healLater() {
    cluster.world().after(random.between(10 * MS_NS, 4_000 * MS_NS), this::heal);
  }

  private String anyHost() {
    List<String> hosts = new ArrayList<>(cluster.clientHosts());
    cluster.nodes().forEach(node -> hosts.add(node.host()));
    cluster.nodes().forEach(node -> hosts.add(node.host()));
    return hosts.get(random.nextInt(hosts.size()));
  }
}
