package io.headrace.bench.scenario.node;

import io.headrace.bench.load.LostLeader;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// `kill -9` of one of three nodes: how long until the others have taken over what it led.
public record Failover(int partitions, Victim victim) implements Scenario {

  private static final int NODES = 3;

  private static final Metric ONE = Metric.less("ms until another acknowledges");
  private static final Metric ALL = Metric.less("ms until others do for all partitions");
  private static final Metric SLOWEST = Metric.less("ms for the slowest of these");
  private static final Metric AGAIN = Metric.less("ms for one more record in each");

  /// Which node dies.
  public enum Victim {
    CONTROLLER,
    OTHER
  }

  @Override
  public String name() {
    return switch (victim) {
      case CONTROLLER -> "failover-" + partitions;
      case OTHER -> "failover-" + partitions + "-other";
    };
  }

  @Override
  public String sentence() {
    return ("Three nodes, %,d partitions with three replicas: kill -9 of the node that leads a"
            + " third of them, and that %s; until another node acknowledges a record in one of"
            + " these, and in all of them one after the other. Once in a run: use --runs.")
        .formatted(
            partitions,
            switch (victim) {
              case CONTROLLER -> "is the controller";
              case OTHER -> "is not the controller";
            });
  }

  @Override
  public int nodes() {
    return NODES;
  }

  @Override
  public Duration lasts(Timing timing) {
    return Duration.ofSeconds(25);
  }

  @Override
  public List<Figure> measure(RunningBroker cluster, Timing timing) throws IOException {
    int controller = LostLeader.controller(cluster.ports());
    int dying = victim == Victim.CONTROLLER ? controller : (controller + 1) % NODES;
    try (var topic = new LostLeader(cluster.ports(), partitions, dying)) {
      topic.prepare();
      cluster.kill(dying);
      long killedNs = System.nanoTime();
      topic.awaitOne();
      double one = msSince(killedNs);
      double slowest = topic.awaitAll() / 1e6;
      double all = msSince(killedNs);
      long againNs = System.nanoTime();
      topic.awaitAll();
      return List.of(ONE.of(one), ALL.of(all), SLOWEST.of(slowest), AGAIN.of(msSince(againNs)));
    }
  }

  private static double msSince(long startNs) {
    return (System.nanoTime() - startNs) / 1e6;
  }
}
