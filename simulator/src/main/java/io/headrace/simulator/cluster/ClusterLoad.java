package io.headrace.simulator.cluster;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.workload.PartitionHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What clients do in a run: producers and readers on a few partitions.
final class ClusterLoad {
  private static final int MAX_REPLICAS = 3;
  private static final int MAX_PARTITIONS = 3;

  private final SimulatedCluster cluster;
  private final SimulatedRandom random;
  private final List<ClusterClient> clients = new ArrayList<>();
  private final List<ClusterProducer> producers = new ArrayList<>();
  private final List<ClusterReader> readers = new ArrayList<>();
  private final List<PartitionHistory> histories = new ArrayList<>();

  ClusterLoad(SimulatedCluster cluster, SimulatedRandom random) {
    this.cluster = cluster;
    this.random = random;
  }

  void begin() {
    int replicas = Math.min(MAX_REPLICAS, cluster.nodes().size());
    int partitions = 1 + random.nextInt(MAX_PARTITIONS);
    Map<String, String> configs = replicas == 1 ? Map.of() : Map.of("min.insync.replicas", "2");
    new ClusterAdmin(client())
        .create(
            new ClusterAdmin.Wanted("orders", partitions, replicas, configs),
            topic -> {
              for (int partition = 0; partition < partitions; partition++) {
                play(topic, partition);
              }
            });
  }

  private void play(Topic topic, int partition) {
    var history = new PartitionHistory(new Target(topic, partition));
    histories.add(history);
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      var producer =
          new ClusterProducer(client(), "p" + producers.size(), history, (target, batch) -> {});
      producers.add(producer);
      producer.start();
    }
    var reader = new ClusterReader(client(), history);
    readers.add(reader);
    reader.start();
  }

  private ClusterClient client() {
    var client = new ClusterClient(cluster, "c" + clients.size());
    clients.add(client);
    return client;
  }

  boolean begun() {
    return !histories.isEmpty();
  }

  void stop() {
    producers.forEach(ClusterProducer::stop);
  }

  boolean idle() {
    return producers.stream().allMatch(ClusterProducer::idle);
  }

  /// Whether the readers have read all that was acknowledged.
  boolean allRead() {
    for (int i = 0; i < readers.size(); i++) {
      if (readers.get(i).position() < histories.get(i).knownEnd()) {
        return false;
      }
    }
    return true;
  }

  int acknowledged() {
    return histories.stream().mapToInt(each -> each.batches().size()).sum();
  }

  int reads() {
    return readers.stream().mapToInt(each -> each.found().size()).sum();
  }

  void checkSane() {
    clients.forEach(ClusterClient::checkSane);
  }

  @Override
  public String toString() {
    return Stream.concat(producers.stream(), readers.stream())
        .map(Object::toString)
        .collect(Collectors.joining("; "));
  }
}
