package io.headrace.bench.scenario.produce;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.ProduceLoad;
import io.headrace.bench.load.ProduceLoad.Outcome;
import io.headrace.bench.load.ProduceRequests;
import io.headrace.bench.load.Target;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Measured;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/// Batches to three nodes with three replicas: what it costs a cluster that each is stored three
/// times before it is acknowledged.
public record ReplicatedProduce() implements Scenario {

  private static final int NODES = 3;
  private static final int CONNECTIONS = 6;
  private static final int UNDER_WAY = 5;

  private static final Metric RATE = Metric.more("MiB/s");
  private static final Metric CPU = Metric.less("brokers' CPU s/GiB");
  private static final Metric MEDIAN = Metric.less("p50 ms");
  private static final Metric TAIL = Metric.less("p99 ms");

  @Override
  public String name() {
    return "produce-64k-3x3";
  }

  @Override
  public String sentence() {
    return "Three nodes, three replicas: requests with one batch of 64 KiB (64 records), acks=all, "
        + "%d under way on each of %d connections, to a partition that each node leads."
            .formatted(UNDER_WAY, CONNECTIONS);
  }

  @Override
  public int nodes() {
    return NODES;
  }

  @Override
  public List<Figure> measure(RunningBroker cluster, Timing timing) throws IOException {
    List<Target> targets =
        IntStream.range(0, NODES).mapToObj(partition -> new Target(TOPIC, partition)).toList();
    var requests = ProduceRequests.toEach(targets, BatchProduce.batchOf64KiB());
    try (var load = new ProduceLoad(cluster.ports(), CONNECTIONS, requests)) {
      Measured<Outcome> measured =
          Measured.warm(cluster, timing, length -> load.keepUnderWay(UNDER_WAY, length));
      Outcome outcome = measured.outcome();
      return List.of(
          RATE.of(outcome.gib() * 1024 / outcome.seconds()),
          CPU.of(measured.cpuSeconds() / outcome.gib()),
          measured.compiling(),
          MEDIAN.of(outcome.latencies().atMs(50)),
          TAIL.of(outcome.latencies().atMs(99)));
    }
  }
}
