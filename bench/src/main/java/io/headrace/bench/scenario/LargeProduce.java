package io.headrace.bench.scenario;

import static io.headrace.bench.server.Workspace.TOPIC;

import io.headrace.bench.load.Messages;
import io.headrace.bench.load.ProduceLoad.Outcome;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Batches of 64 KiB: what a broker costs per byte.
record LargeProduce(int connections) implements Scenario {

  static final int RECORDS = 64;

  /// With what goes around each, 64 of them come to a little less than 64 KiB.
  static final int VALUE_BYTES = 1015;

  private static final Metric RATE = Metric.more("MiB/s");
  private static final Metric CPU = Metric.less("broker CPU s/GiB");
  private static final Metric TAIL = Metric.less("p99 ms");

  @Override
  public String name() {
    return "produce-64k-" + connections;
  }

  @Override
  public String sentence() {
    return "Requests with one batch of 64 KiB (%d records), ".formatted(RECORDS)
        + new ClosedLoop(connections).sentence();
  }

  @Override
  public Peers peers() {
    return Peers.DEFAULTS_AND_FLUSH;
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Duration length) throws IOException {
    var packet = Messages.produce(TOPIC, 0, RECORDS, VALUE_BYTES);
    Measured<Outcome> measured = new ClosedLoop(connections).measure(broker, packet, length);
    Outcome outcome = measured.outcome();
    return List.of(
        RATE.of(outcome.gib() * 1024 / outcome.seconds()),
        CPU.of(measured.cpuSeconds() / outcome.gib()),
        TAIL.of(outcome.latencies().atMs(99)));
  }
}
