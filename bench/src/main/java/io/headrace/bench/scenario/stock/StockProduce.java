package io.headrace.bench.scenario.stock;

import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Measured;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `kafka-producer-perf-test`, as fast as it can.
public record StockProduce() implements Scenario {

  static final int RECORD_BYTES = 100;

  /// About what the client manages on two processors: that many records stand for a second.
  static final int RECORDS_PER_SECOND = 200_000;

  private static final Pattern SUMMARY =
      Pattern.compile(
          "\\d+ records sent, ([0-9.]+) records/sec \\(([0-9.]+) MB/sec\\), [0-9.]+ ms avg latency,"
              + " ([0-9.]+) ms max latency, (\\d+) ms 50th, \\d+ ms 95th, (\\d+) ms 99th, .*");

  private static final Metric RECORDS = Metric.more("thousand records/s");
  private static final Metric RATE = Metric.more("MiB/s");
  private static final Metric CPU = Metric.less("broker CPU s/million records");
  private static final Metric MEDIAN = Metric.less("p50 ms");
  private static final Metric TAIL = Metric.less("p99 ms");
  private static final Metric MAX = Metric.less("max ms");

  @Override
  public String name() {
    return "stock-produce";
  }

  @Override
  public String sentence() {
    return ("What kafka-producer-perf-test prints for records of %d bytes, acks=all, otherwise with"
            + " its defaults, as fast as it can in a fresh process; the times include waiting in"
            + " the client.")
        .formatted(RECORD_BYTES);
  }

  /// How many records take about so long.
  static long recordsIn(Duration length) {
    return Math.max(1, length.toMillis() * RECORDS_PER_SECOND / 1_000);
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    Measured<String> measured =
        Measured.warm(broker, timing, length -> StockTool.PRODUCER.run(broker, recordsIn(length)));
    Matcher summary = SUMMARY.matcher(measured.outcome());
    if (!summary.matches()) {
      throw new IOException("kafka-producer-perf-test said: " + measured.outcome());
    }
    return List.of(
        RECORDS.of(Double.parseDouble(summary.group(1)) / 1e3),
        RATE.of(Double.parseDouble(summary.group(2))),
        CPU.of(measured.cpuMicros() / recordsIn(timing.counted())),
        measured.compiling(),
        MEDIAN.of(Double.parseDouble(summary.group(4))),
        TAIL.of(Double.parseDouble(summary.group(5))),
        MAX.of(Double.parseDouble(summary.group(3))));
  }
}
