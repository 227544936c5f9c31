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

/// `kafka-consumer-perf-test` over what `kafka-producer-perf-test` has written.
public record StockConsume() implements Scenario {

  /// Reading is that much faster than writing.
  private static final int TIMES = 2;

  /// In its summary, which has commas between.
  private static final int RECORDS_READ = 4;

  private static final int FETCH_MB_PER_SECOND = 8;
  private static final int FETCH_RECORDS_PER_SECOND = 9;

  private static final Metric RECORDS = Metric.more("thousand records/s");
  private static final Metric RATE = Metric.more("MiB/s");
  private static final Metric CPU = Metric.less("broker CPU s/million records");

  @Override
  public String name() {
    return "stock-consume";
  }

  @Override
  public String sentence() {
    return ("What kafka-consumer-perf-test prints for records of %d bytes from the page cache, with"
            + " its defaults, in a fresh process; rates without the time that it takes to join its"
            + " group.")
        .formatted(StockProduce.RECORD_BYTES);
  }

  /// Everything is written before.
  @Override
  public Duration lasts(Timing timing) {
    return timing.both().multipliedBy(2);
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    StockTool.PRODUCER.run(
        broker, Math.max(recordsIn(timing.warmUp()), recordsIn(timing.counted())));
    Measured<String> measured =
        Measured.warm(broker, timing, length -> StockTool.CONSUMER.run(broker, recordsIn(length)));
    String[] fields = measured.outcome().split(", *");
    if (fields.length <= FETCH_RECORDS_PER_SECOND) {
      throw new IOException("kafka-consumer-perf-test said: " + measured.outcome());
    }
    return List.of(
        RECORDS.of(Double.parseDouble(fields[FETCH_RECORDS_PER_SECOND]) / 1e3),
        RATE.of(Double.parseDouble(fields[FETCH_MB_PER_SECOND])),
        CPU.of(measured.cpuMicros() / Double.parseDouble(fields[RECORDS_READ])),
        measured.compiling());
  }

  private static long recordsIn(Duration length) {
    return TIMES * StockProduce.recordsIn(length);
  }
}
