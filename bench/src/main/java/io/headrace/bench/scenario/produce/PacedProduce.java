package io.headrace.bench.scenario.produce;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.Batch;
import io.headrace.bench.load.Latencies;
import io.headrace.bench.load.ProduceLoad;
import io.headrace.bench.load.ProduceLoad.Outcome;
import io.headrace.bench.load.ProduceRequests;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Measured;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.util.List;

/// Requests at a fixed rate: how long an acknowledgement takes when the broker is not at its limit.
public record PacedProduce(int perSecond, int connections, Peers peers) implements Scenario {

  private static final Metric MEDIAN = Metric.less("p50 ms");
  private static final Metric TAIL = Metric.less("p99 ms");
  private static final Metric FAR_TAIL = Metric.less("p99.9 ms");
  private static final Metric MAX = Metric.less("max ms");
  private static final Metric CPU = Metric.less("broker CPU µs/request");

  @Override
  public String name() {
    return "paced-" + perSecond;
  }

  @Override
  public String sentence() {
    return ("One record of %d bytes per request, acks=all, %,d requests/s on %s"
            + " whatever the answers do; times count from when a request was due.")
        .formatted(
            SmallProduce.VALUE_BYTES,
            perSecond,
            connections == 1 ? "one connection" : connections + " connections");
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    var requests = ProduceRequests.to(TOPIC, Batch.ofBytes(1, SmallProduce.VALUE_BYTES));
    try (var load = new ProduceLoad(broker.port(), connections, requests)) {
      Measured<Outcome> measured =
          Measured.warm(broker, timing, length -> load.paced(perSecond, length));
      Outcome outcome = measured.outcome();
      Latencies latencies = outcome.latencies();
      return List.of(
          MEDIAN.of(latencies.atMs(50)),
          TAIL.of(latencies.atMs(99)),
          FAR_TAIL.of(latencies.atMs(99.9)),
          MAX.of(latencies.maxMs()),
          CPU.of(measured.cpuMicros() / outcome.answers()),
          measured.compiling());
    }
  }
}
