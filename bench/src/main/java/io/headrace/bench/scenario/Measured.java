package io.headrace.bench.scenario;

import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;

/// What a load came to, and what it cost the broker.
///
/// @param cpu processor time of the broker meanwhile
public record Measured<T>(T outcome, Duration cpu) {

  /// Something to be measured.
  @FunctionalInterface
  public interface Load<T> {
    T run() throws IOException;
  }

  /// Runs a load twice: the first time to warm the broker up, the second time to measure it.
  public static <T> Measured<T> warm(RunningBroker broker, Load<T> load) throws IOException {
    load.run();
    return once(broker, load);
  }

  /// Runs a load and measures it.
  public static <T> Measured<T> once(RunningBroker broker, Load<T> load) throws IOException {
    Duration before = broker.cpu();
    T outcome = load.run();
    return new Measured<>(outcome, broker.cpu().minus(before));
  }

  public double cpuSeconds() {
    return cpu.toNanos() / 1e9;
  }

  public double cpuMicros() {
    return cpu.toNanos() / 1e3;
  }
}
