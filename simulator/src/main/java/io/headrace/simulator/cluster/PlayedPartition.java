package io.headrace.simulator.cluster;

import io.headrace.simulator.client.Target;
import io.headrace.simulator.workload.PartitionHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One partition that clients write and read, and what they saw of it.
final class PlayedPartition {
  private final Supplier<ClusterClient> clients;
  private final PartitionHistory history;
  private final List<ClusterProducer> producers = new ArrayList<>();
  private @Nullable HastyProducer hasty;
  private @Nullable Trimmer trimmer;
  private Missing missing = Missing.NOTHING;
  private @Nullable ClusterReader reader;
  private @Nullable ClusterReader latecomer;
  private @Nullable CompleteRead complete;

  PlayedPartition(Supplier<ClusterClient> clients, Target target) {
    this.clients = clients;
    this.history = new PartitionHistory(target);
  }

  Target target() {
    return history.target();
  }

  /// What may be missing for those who begin to read after this.
  void miss(Missing what) {
    missing = what;
  }

  void produce(String name, ClusterProducer.Keys keys, ClusterProducer.Acknowledging acks) {
    var producer = new ClusterProducer(clients.get(), name, history, keys, acks);
    producers.add(producer);
    producer.start();
  }

  /// Somebody produces with `acks=1`, too.
  void produceHastily(String name) {
    hasty = new HastyProducer(clients.get(), name, target());
    hasty.start();
  }

  /// Somebody deletes what is old.
  void trim(SimulatedCluster cluster) {
    trimmer = new Trimmer(cluster, clients.get(), target(), this::readEnd);
    missing = trimmer;
    trimmer.start();
  }

  void read() {
    reader = new ClusterReader(clients.get(), history, missing);
    reader.begin();
  }

  /// Somebody reads from the beginning; who did so before stops.
  void readAnew() {
    latecomer =
        latecomer == null ? new ClusterReader(clients.get(), history, missing) : latecomer.anew();
    latecomer.begin();
  }

  /// Begins to read everything once more.
  void lookAgain() {
    Stream.of(reader, latecomer).filter(each -> each != null).forEach(ClusterReader::stop);
    complete = new CompleteRead(clients.get(), history, missing);
    complete.start();
  }

  boolean seenAgain() {
    return complete != null && complete.complete();
  }

  void check() {
    if (complete != null) {
      complete.check();
    }
  }

  List<ClusterProducer> producers() {
    return producers;
  }

  void stop() {
    producers.forEach(ClusterProducer::stop);
    if (hasty != null) {
      hasty.stop();
    }
    if (trimmer != null) {
      trimmer.stop();
    }
  }

  boolean idle() {
    return producers.stream().allMatch(ClusterProducer::idle);
  }

  /// Whether the reader has read all that was acknowledged.
  boolean allRead() {
    return reader == null || reader.hasReadAll();
  }

  private long readEnd() {
    return reader == null ? 0 : reader.position();
  }

  int acknowledged() {
    return history.batches().size();
  }

  int reads() {
    return reader == null ? 0 : reader.found().size();
  }

  @Override
  public String toString() {
    return Stream.concat(producers.stream(), Stream.of(reader, complete))
        .filter(each -> each != null)
        .map(Object::toString)
        .collect(Collectors.joining("; "));
  }
}
