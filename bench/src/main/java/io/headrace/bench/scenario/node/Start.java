package io.headrace.bench.scenario.node;

import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.time.Duration;
import java.util.List;

/// A first start with nothing on the disk.
public record Start() implements Scenario {

  private static final Metric TIME = Metric.less("s to the first record");
  private static final Metric CPU = Metric.less("broker CPU s");

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String sentence() {
    return "From the launch of an empty broker until it has made a topic and acknowledged a record;"
        + " formatting its storage beforehand, where it needs that, is not counted.";
  }

  @Override
  public Duration lasts(Timing timing) {
    return Duration.ZERO;
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) {
    return List.of(
        TIME.of(broker.firstAnswer().seconds()),
        CPU.of(broker.firstAnswer().cpu().toNanos() / 1e9));
  }
}
