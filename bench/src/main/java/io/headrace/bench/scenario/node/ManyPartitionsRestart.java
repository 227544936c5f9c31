package io.headrace.bench.scenario.node;

import io.headrace.bench.load.ManyPartitions;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import io.headrace.bench.server.RunningBroker.Ending;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Many partitions with a record or two in each: making them, and starting with them.
public record ManyPartitionsRestart(int partitions) implements Scenario {

  private static final Metric CREATE = Metric.less("s to make them");
  private static final Metric FILL = Metric.less("s to a record in each");
  private static final Metric RESTART = Metric.less("s to restart");
  private static final Metric REFILL = Metric.less("s to a record in each again");
  private static final Metric RESTART_KILLED = Metric.less("s to restart after kill -9");
  private static final Metric MEMORY = Metric.less("resident MiB");

  @Override
  public String name() {
    return "partitions-" + partitions;
  }

  @Override
  public String sentence() {
    return ("%,d partitions: until all are made, then one record to each, one after the other on"
            + " one connection; a stop and a start until the first record is acknowledged, one"
            + " record to each again; kill -9 and a start. Offsets must go on where they were.")
        .formatted(partitions);
  }

  @Override
  public Duration besides() {
    return Duration.ofMinutes(4).plusMillis(200L * partitions);
  }

  @Override
  public Duration lasts(Timing timing) {
    return Duration.ofMillis(20L * partitions);
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing)
      throws IOException, InterruptedException {
    double created;
    double filled;
    try (var many = new ManyPartitions(broker.port(), partitions)) {
      long startNs = System.nanoTime();
      many.create();
      created = secondsSince(startNs);
      many.writeToEach(0);
      filled = secondsSince(startNs) - created;
    }
    double restarted = broker.restart(Ending.ORDERLY).seconds();
    double refilled = refill(broker, 1);
    double restartedKilled = broker.restart(Ending.KILLED).seconds();
    refill(broker, 2);
    return List.of(
        CREATE.of(created),
        FILL.of(filled),
        RESTART.of(restarted),
        REFILL.of(refilled),
        RESTART_KILLED.of(restartedKilled),
        MEMORY.of(broker.residentMib()));
  }

  private double refill(RunningBroker broker, long offset) throws IOException {
    try (var many = new ManyPartitions(broker.port(), partitions)) {
      long startNs = System.nanoTime();
      many.writeToEach(offset);
      return secondsSince(startNs);
    }
  }

  private static double secondsSince(long startNs) {
    return (System.nanoTime() - startNs) / 1e9;
  }
}
