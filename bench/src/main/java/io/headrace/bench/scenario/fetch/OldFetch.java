package io.headrace.bench.scenario.fetch;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.FetchLoad;
import io.headrace.bench.load.ProduceLoad;
import io.headrace.bench.load.ProduceRequests;
import io.headrace.bench.machine.PageCache;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Measured;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.scenario.produce.BatchProduce;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.util.List;

/// Fetches of what is not in the page cache any more.
///
/// @param mib how much there is to read
public record OldFetch(int mib) implements Scenario {

  private static final int MAX_BYTES = 1 << 20;
  private static final int UNDER_WAY = 5;
  private static final Metric RATE = Metric.more("MiB/s");
  private static final Metric CPU = Metric.less("broker CPU s/GiB");
  private static final Metric FROM_DISK = Metric.condition("% read from the disk");

  @Override
  public String name() {
    return "fetch-old";
  }

  @Override
  public String sentence() {
    return ("Fetches of up to 1 MiB, one at a time on one connection, of %,d MiB that were taken"
            + " out of the page cache before, from the beginning to the end.")
        .formatted(mib);
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    long endOffset = fill(broker);
    var cache = new PageCache();
    long fromDisk = broker.bytesFromDisk();
    long bytes = 0;
    long tookNs = 0;
    double cpuSeconds = 0;
    try (var load = new FetchLoad(broker.port(), TOPIC, MAX_BYTES)) {
      load.read(endOffset, timing.warmUp());
      while (tookNs < timing.counted().toNanos()) {
        cache.drop(broker.directory());
        Measured<FetchLoad.Outcome> measured =
            Measured.once(broker, () -> load.readThrough(endOffset));
        bytes += measured.outcome().bytes();
        tookNs += measured.outcome().tookNs();
        cpuSeconds += measured.cpuSeconds();
      }
    }
    fromDisk = broker.bytesFromDisk() - fromDisk;
    return List.of(
        RATE.of(bytes / (double) (1 << 20) / (tookNs / 1e9)),
        CPU.of(cpuSeconds / (bytes / (double) (1 << 30))),
        FROM_DISK.of(100.0 * fromDisk / bytes));
  }

  private long fill(RunningBroker broker) throws IOException {
    var requests = ProduceRequests.to(TOPIC, BatchProduce.batchOf1MiB());
    try (var load = new ProduceLoad(broker.port(), 1, requests)) {
      return load.send(mib, UNDER_WAY).endOffset();
    }
  }
}
