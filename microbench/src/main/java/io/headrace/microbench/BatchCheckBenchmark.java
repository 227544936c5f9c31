package io.headrace.microbench;

import io.headrace.microbench.stage.Batches;
import io.headrace.record.BatchCheck;
import io.headrace.record.BatchRules;
import io.headrace.record.BatchVerdict;
import io.headrace.record.compression.Compression;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it takes to judge a batch of 64 records of 1 KiB of text, with every record looked at.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BatchCheckBenchmark {

  @Param({"NONE", "GZIP", "SNAPPY", "LZ4", "ZSTD"})
  public Compression compression;

  private final BatchCheck check = new BatchCheck();
  private ByteBuffer batch;
  private long nowMs;

  @Setup
  public void fill() {
    batch = Batches.direct(Batches.ofText(compression, 64, 1 << 10));
    nowMs = System.currentTimeMillis();
    if (!(verdict() instanceof BatchVerdict.Accepted)) {
      throw new IllegalStateException(verdict().toString());
    }
  }

  @Benchmark
  public BatchVerdict verdict() {
    return check.check(batch, BatchRules.DEFAULT, nowMs);
  }
}
