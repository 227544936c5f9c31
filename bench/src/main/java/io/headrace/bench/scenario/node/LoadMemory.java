package io.headrace.bench.scenario.node;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.Batch;
import io.headrace.bench.load.Codec;
import io.headrace.bench.load.FetchLoad;
import io.headrace.bench.load.FollowedLoad;
import io.headrace.bench.load.ProduceLoad;
import io.headrace.bench.load.ProduceRequests;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.scenario.produce.BatchProduce;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What a broker takes of the memory when it has had a bit of everything.
public record LoadMemory() implements Scenario {

  private static final int UNDER_WAY = 5;
  private static final int READ_BYTES = 1 << 20;
  private static final Metric MEMORY = Metric.less("resident MiB");
  private static final Metric PEAK = Metric.less("resident MiB, at most");

  @Override
  public String name() {
    return "load-memory";
  }

  @Override
  public String sentence() {
    return "Memory after small requests on 100 connections, batches of 1 MiB and compressed ones on"
        + " 4, all read from the beginning, and five readers at the tail, one load after the"
        + " other.";
  }

  @Override
  public Duration lasts(Timing timing) {
    return timing.counted().multipliedBy(5);
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    Duration length = timing.counted();
    produce(broker, 100, Batch.ofBytes(1, 100), length);
    produce(broker, 4, Batch.ofText(Codec.LZ4, 64, 1 << 10), length);
    long endOffset = produce(broker, 4, BatchProduce.batchOf1MiB(), length);
    try (var load = new FetchLoad(broker.port(), TOPIC, READ_BYTES)) {
      load.read(endOffset, length);
    }
    try (var load = new FollowedLoad(broker.port(), TOPIC, BatchProduce.batchOf64KiB(), 5)) {
      load.paced(200, length);
    }
    return List.of(MEMORY.of(broker.residentMib()), PEAK.of(broker.peakResidentMib()));
  }

  private static long produce(RunningBroker broker, int connections, Batch batch, Duration length)
      throws IOException {
    var requests = ProduceRequests.to(TOPIC, batch);
    try (var load = new ProduceLoad(broker.port(), connections, requests)) {
      return load.keepUnderWay(UNDER_WAY, length).endOffset();
    }
  }
}
