package io.headrace.bench.scenario;

import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;

/// What a load came to, and what it cost the broker.
///
/// @param cpu processor time of the broker meanwhile
/// @param compilers what of it went into compiling the broker's own code
public record Measured<T>(T outcome, Duration cpu, Duration compilers) {

  private static final Metric COMPILING = Metric.condition("% of that compiling itself");

  /// Something to be measured.
  @FunctionalInterface
  public interface Load<T> {
    T run() throws IOException;
  }

  /// Something to be measured that takes as long as one likes.
  @FunctionalInterface
  public interface TimedLoad<T> {
    T run(Duration length) throws IOException;
  }

  /// Runs a load twice: the first time to warm the broker up, the second time to measure it.
  public static <T> Measured<T> warm(RunningBroker broker, Timing timing, TimedLoad<T> load)
      throws IOException {
    load.run(timing.warmUp());
    return once(broker, () -> load.run(timing.counted()));
  }

  /// Runs a load and measures it.
  public static <T> Measured<T> once(RunningBroker broker, Load<T> load) throws IOException {
    Duration before = broker.cpu();
    Duration compilersBefore = broker.cpuOfCompilers();
    T outcome = load.run();
    Duration compilers = broker.cpuOfCompilers().minus(compilersBefore);
    return new Measured<>(outcome, broker.cpu().minus(before), compilers);
  }

  /// How far the broker still was from its speed.
  public Figure compiling() {
    double share = compilers.toNanos() / (double) Math.max(1, cpu.toNanos());
    return COMPILING.of(100 * Math.clamp(share, 0, 1));
  }

  public double cpuSeconds() {
    return cpu.toNanos() / 1e9;
  }

  public double cpuMicros() {
    return cpu.toNanos() / 1e3;
  }
}
