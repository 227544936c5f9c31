package io.headrace.bench.scenario.node;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.ProduceLoad;
import io.headrace.bench.load.ProduceRequests;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.scenario.produce.BatchProduce;
import io.headrace.bench.server.RunningBroker;
import io.headrace.bench.server.RunningBroker.Ending;
import io.headrace.bench.server.RunningBroker.FirstAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A start on a long log that nobody closed: what of it has to be read again.
///
/// @param mib length of the log
public record FullLogRestart(int mib) implements Scenario {

  private static final int UNDER_WAY = 5;
  private static final Metric RESTART_KILLED = Metric.less("s to restart after kill -9");
  private static final Metric CPU = Metric.less("broker CPU s");

  @Override
  public String name() {
    return "restart-" + mib / 1024 + "g";
  }

  @Override
  public String sentence() {
    return ("%,d MiB in one partition, kill -9 right after the last acknowledgement, and a start"
            + " until the first record is acknowledged, at the offset where the log"
            + " ended.")
        .formatted(mib);
  }

  @Override
  public Duration besides() {
    return Duration.ofMinutes(4).plusSeconds(mib / 20);
  }

  @Override
  public Duration lasts(Timing timing) {
    return Duration.ofMillis(15L * mib);
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing)
      throws IOException, InterruptedException {
    long endOffset = fill(broker);
    FirstAnswer killed = broker.restart(Ending.KILLED);
    if (killed.offset() != endOffset) {
      throw new IOException(
          "the log ended at %d, and after kill -9 it goes on at %d"
              .formatted(endOffset, killed.offset()));
    }
    return List.of(RESTART_KILLED.of(killed.seconds()), CPU.of(killed.cpu().toNanos() / 1e9));
  }

  private long fill(RunningBroker broker) throws IOException {
    var requests = ProduceRequests.to(TOPIC, BatchProduce.batchOf1MiB());
    try (var load = new ProduceLoad(broker.port(), 1, requests)) {
      return load.send(mib, UNDER_WAY).endOffset();
    }
  }
}
