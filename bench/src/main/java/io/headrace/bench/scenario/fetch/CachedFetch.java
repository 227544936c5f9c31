package io.headrace.bench.scenario.fetch;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.Batch;
import io.headrace.bench.load.FetchLoad;
import io.headrace.bench.load.ProduceLoad;
import io.headrace.bench.load.ProduceRequests;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Measured;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.util.List;

/// Fetches of what is in the page cache: what it costs to hand out bytes, or to answer at all.
///
/// @param size in words
/// @param fillBytes how much there is to read
/// @param batchRecords of 1,000 bytes in each batch
public record CachedFetch(String name, String size, int maxBytes, long fillBytes, int batchRecords)
    implements Scenario {

  private static final int UNDER_WAY = 5;
  private static final int VALUE_BYTES = 1000;
  private static final Metric RATE = Metric.more("MiB/s");
  private static final Metric REQUESTS = Metric.more("requests/s");
  private static final Metric CPU = Metric.less("broker CPU s/GiB");
  private static final Metric CPU_OF_REQUESTS = Metric.less("broker CPU µs/request");

  public static CachedFetch large() {
    return new CachedFetch("fetch-1m", "1 MiB", 1 << 20, 256 << 20, 64);
  }

  public static CachedFetch small() {
    return new CachedFetch("fetch-small", "4 KiB", 4 << 10, 16 << 20, 4);
  }

  @Override
  public String sentence() {
    return ("Fetches of up to %s, one at a time on one connection, of %d MiB that were just"
            + " produced, again and again from the beginning.")
        .formatted(size, fillBytes >> 20);
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    long endOffset = fill(broker);
    try (var load = new FetchLoad(broker.port(), TOPIC, maxBytes)) {
      Measured<FetchLoad.Outcome> measured =
          Measured.warm(broker, timing, length -> load.read(endOffset, length));
      FetchLoad.Outcome outcome = measured.outcome();
      return List.of(
          RATE.of(outcome.gib() * 1024 / outcome.seconds()),
          REQUESTS.of(outcome.answers() / outcome.seconds()),
          CPU.of(measured.cpuSeconds() / outcome.gib()),
          CPU_OF_REQUESTS.of(measured.cpuMicros() / outcome.answers()),
          measured.compiling());
    }
  }

  private long fill(RunningBroker broker) throws IOException {
    Batch batch = Batch.ofBytes(batchRecords, VALUE_BYTES);
    try (var load = new ProduceLoad(broker.port(), 1, ProduceRequests.to(TOPIC, batch))) {
      return load.send(fillBytes / batch.bytes().length, UNDER_WAY).endOffset();
    }
  }
}
