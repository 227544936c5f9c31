package io.headrace.bench.scenario.produce;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.Batch;
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

/// Batches of one record: what a broker costs per request.
public record SmallProduce(int connections, Peers peers) implements Scenario {

  static final int VALUE_BYTES = 100;

  private static final Metric RATE = Metric.more("requests/s");
  private static final Metric CPU = Metric.less("broker CPU µs/request");
  private static final Metric MEDIAN = Metric.less("p50 ms");
  private static final Metric TAIL = Metric.less("p99 ms");

  @Override
  public String name() {
    return "produce-small-" + connections;
  }

  @Override
  public String sentence() {
    return "Requests with one record of %d bytes, ".formatted(VALUE_BYTES)
        + new ClosedLoop(connections).sentence();
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    var requests = ProduceRequests.to(TOPIC, Batch.ofBytes(1, VALUE_BYTES));
    return figures(new ClosedLoop(connections).measure(broker, requests, timing));
  }

  static List<Figure> figures(Measured<Outcome> measured) {
    Outcome outcome = measured.outcome();
    return List.of(
        RATE.of(outcome.answers() / outcome.seconds()),
        CPU.of(measured.cpuMicros() / outcome.answers()),
        measured.compiling(),
        MEDIAN.of(outcome.latencies().atMs(50)),
        TAIL.of(outcome.latencies().atMs(99)));
  }
}
