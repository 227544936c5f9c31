package io.headrace.bench.scenario.fetch;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.Batch;
import io.headrace.bench.load.FollowedLoad;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Measured;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.util.List;

/// Readers at the tail while somebody produces at a steady rate.
public record Tail(String name, int readers) implements Scenario {

  private static final int PER_SECOND = 1_000;
  private static final int RECORDS = 150;
  private static final int VALUE_BYTES = 100;
  private static final Metric RATE = Metric.more("MiB/s delivered");
  private static final Metric CPU = Metric.less("broker CPU s/GiB delivered");
  private static final Metric MEDIAN = Metric.less("p50 ms");
  private static final Metric TAIL = Metric.less("p99 ms");
  private static final Metric FETCHES = Metric.condition("answers per batch and reader");

  @Override
  public String sentence() {
    return ("%s at the tail while %,d batches/s of 16 KiB (%d records) are produced on one"
            + " connection with acks=all; the broker's CPU time for both; times count from when"
            + " a batch was due until a reader had it.")
        .formatted(readers == 1 ? "One reader" : readers + " readers", PER_SECOND, RECORDS);
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    Batch batch = Batch.ofBytes(RECORDS, VALUE_BYTES);
    try (var load = new FollowedLoad(broker.port(), TOPIC, batch, readers)) {
      Measured<FollowedLoad.Outcome> measured =
          Measured.warm(broker, timing, length -> load.paced(PER_SECOND, length));
      FollowedLoad.Outcome outcome = measured.outcome();
      return List.of(
          RATE.of(outcome.gib() * 1024 / outcome.seconds()),
          CPU.of(measured.cpuSeconds() / outcome.gib()),
          measured.compiling(),
          MEDIAN.of(outcome.delivery().atMs(50)),
          TAIL.of(outcome.delivery().atMs(99)),
          FETCHES.of(outcome.answers() / (double) outcome.produced().answers() / readers));
    }
  }
}
