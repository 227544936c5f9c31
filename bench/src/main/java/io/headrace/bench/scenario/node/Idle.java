package io.headrace.bench.scenario.node;

import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What a broker costs that nobody uses.
public record Idle() implements Scenario {

  private static final Metric MEMORY = Metric.less("resident MiB");
  private static final Metric CPU = Metric.less("% of a core");

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String sentence() {
    return "A broker with one topic and one record that nobody talks to: its memory at the end, and"
        + " its CPU time after the warm-up.";
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing)
      throws IOException, InterruptedException {
    Thread.sleep(timing.warmUp());
    Duration before = broker.cpu();
    Thread.sleep(timing.counted());
    Duration cpu = broker.cpu().minus(before);
    return List.of(
        MEMORY.of(broker.residentMib()),
        CPU.of(cpu.toNanos() * 100.0 / timing.counted().toNanos()));
  }
}
