package io.headrace.microbench;

import io.headrace.microbench.stage.Batches;
import io.headrace.record.RecordBatch;
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

/// The checksum of a batch, where the network has it and on the heap.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChecksumBenchmark {

  @Param({"1", "64", "1024"})
  public int records;

  @Param({"true", "false"})
  public boolean direct;

  private RecordBatch batch;

  @Setup
  public void fill() {
    ByteBuffer bytes = Batches.ofNoise(records, 1_000);
    batch = RecordBatch.at(direct ? Batches.direct(bytes) : bytes, 0);
  }

  @Benchmark
  public int checksum() {
    return batch.computeCrc();
  }
}
