package io.headrace.bench.scenario.fetch;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.Batch;
import io.headrace.bench.load.FollowedLoad;
import io.headrace.bench.load.Latencies;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Measured;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.util.List;

/// From a producer to a reader at a fixed rate: how long a record takes when the broker is not at
/// its limit.
public record EndToEnd(int perSecond) implements Scenario {

  private static final int VALUE_BYTES = 100;
  private static final Metric MEDIAN = Metric.less("p50 ms");
  private static final Metric TAIL = Metric.less("p99 ms");
  private static final Metric FAR_TAIL = Metric.less("p99.9 ms");
  private static final Metric MAX = Metric.less("max ms");
  private static final Metric CPU = Metric.less("broker CPU µs/record");

  @Override
  public String name() {
    return "e2e-" + perSecond;
  }

  @Override
  public String sentence() {
    return ("One record of %d bytes per request, acks=all, %,d requests/s on one connection"
            + " whatever the answers do, and one reader at the tail; times count from when a"
            + " request was due until the reader had its record.")
        .formatted(VALUE_BYTES, perSecond);
  }

  @Override
  public Peers peers() {
    return Peers.DEFAULTS;
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    Batch batch = Batch.ofBytes(1, VALUE_BYTES);
    try (var load = new FollowedLoad(broker.port(), TOPIC, batch, 1)) {
      Measured<FollowedLoad.Outcome> measured =
          Measured.warm(broker, timing, length -> load.paced(perSecond, length));
      Latencies delivery = measured.outcome().delivery();
      return List.of(
          MEDIAN.of(delivery.atMs(50)),
          TAIL.of(delivery.atMs(99)),
          FAR_TAIL.of(delivery.atMs(99.9)),
          MAX.of(delivery.maxMs()),
          CPU.of(measured.cpuMicros() / measured.outcome().produced().records()),
          measured.compiling());
    }
  }
}
