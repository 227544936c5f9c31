package io.headrace.bench.scenario;

import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;

/// What a load came to, and what it cost the broker.
///
/// @param cpu processor time of the broker meanwhile
record Measured<T>(T outcome, Duration cpu) {

  /// Something to be measured.
  @FunctionalInterface
  interface Load<T> {
    T run() throws IOException;
  }

  /// Runs a load twice: the first time to warm the broker up, the second time to measure it.
  static <T> Measured<T> warm(RunningBroker broker, Load<T> load) throws IOException {
    load.run();
    Duration before = broker.cpu();
    T outcome = load.run();
    return new Measured<>(outcome, broker.cpu().minus(before));
  }

  double cpuSeconds() {
    return cpu.toNanos() / 1e9;
  }

  double cpuMicros() {
    return cpu.toNanos() / 1e3;
  }
}
