package io.headrace.bench.scenario;

import static io.headrace.bench.server.Workspace.TOPIC;

import io.headrace.bench.load.FetchLoad;
import io.headrace.bench.load.Messages;
import io.headrace.bench.load.ProduceLoad;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Fetches of 1 MiB from the page cache: what it costs to hand out bytes.
record LargeFetch() implements Scenario {

  private static final int MAX_BYTES = 1 << 20;
  private static final Duration FILL = Duration.ofSeconds(1);
  private static final Metric RATE = Metric.more("MiB/s");
  private static final Metric CPU = Metric.less("broker CPU s/GiB");

  @Override
  public String name() {
    return "fetch-1m";
  }

  @Override
  public String sentence() {
    return "Fetches of up to 1 MiB, one at a time on one connection, of what was produced in"
        + " batches of 64 KiB in the second before, again and again from its beginning.";
  }

  @Override
  public Peers peers() {
    return Peers.DEFAULTS;
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Duration length) throws IOException {
    long endOffset = 1 + fill(broker);
    try (var load = new FetchLoad(broker.port(), TOPIC, MAX_BYTES)) {
      Measured<FetchLoad.Outcome> measured =
          Measured.warm(broker, () -> load.read(endOffset, length));
      FetchLoad.Outcome outcome = measured.outcome();
      return List.of(
          RATE.of(outcome.gib() * 1024 / outcome.seconds()),
          CPU.of(measured.cpuSeconds() / outcome.gib()));
    }
  }

  /// How many records came after the one that is there.
  private static long fill(RunningBroker broker) throws IOException {
    var packet = Messages.produce(TOPIC, 0, LargeProduce.RECORDS, LargeProduce.VALUE_BYTES);
    try (var load = new ProduceLoad(broker.port(), 1, packet)) {
      return load.keepUnderWay(1, FILL).answers() * LargeProduce.RECORDS;
    }
  }
}
