package io.headrace.bench.scenario.produce;

import static io.headrace.bench.server.RunningBroker.TOPIC;

import io.headrace.bench.load.Batch;
import io.headrace.bench.load.Codec;
import io.headrace.bench.load.ProduceLoad.Outcome;
import io.headrace.bench.load.ProduceRequests;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Measured;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.util.List;

/// Larger batches: what a broker costs per byte and per record.
///
/// @param size in words
/// @param contents makes a batch
public record BatchProduce(
    String name, String size, Contents contents, int connections, Peers peers) implements Scenario {

  /// With what goes around each, a thousand and 24 of them come to a little less than 1 MiB.
  private static final int VALUE_BYTES = 1013;

  private static final Metric RATE = Metric.more("MiB/s");
  private static final Metric RECORDS = Metric.more("thousand records/s");
  private static final Metric CPU = Metric.less("broker CPU s/GiB");
  private static final Metric CPU_OF_RECORDS = Metric.less("broker CPU s/million records");
  private static final Metric TAIL = Metric.less("p99 ms");

  /// What is sent.
  @FunctionalInterface
  public interface Contents {
    Batch batch();
  }

  public static BatchProduce of64KiB(int connections) {
    return new BatchProduce(
        "produce-64k-" + connections,
        "64 KiB (64 records)",
        BatchProduce::batchOf64KiB,
        connections,
        Peers.DEFAULTS_AND_FLUSH);
  }

  public static BatchProduce of1MiB() {
    return new BatchProduce(
        "produce-1m", "1 MiB (1,024 records)", BatchProduce::batchOf1MiB, 1, Peers.DEFAULTS);
  }

  public static BatchProduce ofSmallRecords() {
    return new BatchProduce(
        "produce-16k-100b",
        "16 KiB (150 records of 100 bytes)",
        () -> Batch.ofBytes(150, 100),
        4,
        Peers.DEFAULTS);
  }

  public static BatchProduce compressed(Codec codec) {
    return new BatchProduce(
        "produce-" + codec.word(),
        "64 records of 1 KiB of text, compressed with " + codec.word(),
        () -> Batch.ofText(codec, 64, 1 << 10),
        4,
        Peers.DEFAULTS);
  }

  public static Batch batchOf64KiB() {
    return Batch.ofBytes(64, VALUE_BYTES);
  }

  public static Batch batchOf1MiB() {
    return Batch.ofBytes(1024, VALUE_BYTES);
  }

  @Override
  public String sentence() {
    return "Requests with one batch of %s, ".formatted(size)
        + new ClosedLoop(connections).sentence();
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    var requests = ProduceRequests.to(TOPIC, contents.batch());
    Measured<Outcome> measured = new ClosedLoop(connections).measure(broker, requests, timing);
    Outcome outcome = measured.outcome();
    return List.of(
        RATE.of(outcome.gib() * 1024 / outcome.seconds()),
        RECORDS.of(outcome.records() / 1e3 / outcome.seconds()),
        CPU.of(measured.cpuSeconds() / outcome.gib()),
        CPU_OF_RECORDS.of(measured.cpuMicros() / outcome.records()),
        measured.compiling(),
        TAIL.of(outcome.latencies().atMs(99)));
  }
}
