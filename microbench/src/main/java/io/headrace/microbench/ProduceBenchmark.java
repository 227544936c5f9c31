package io.headrace.microbench;

import io.headrace.microbench.stage.Batches;
import io.headrace.microbench.stage.Frames;
import io.headrace.microbench.stage.SizesOnlyDisk;
import io.headrace.microbench.stage.StagedNode;
import io.headrace.microbench.stage.StagedRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
import org.openjdk.jmh.infra.Blackhole;

/// One turn of a node that is sent produce requests: from the frames, through the checks, the
/// leader, the log and the group commit, to the answers. Nothing is written or synced.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProduceBenchmark {

  /// How many requests come in one turn, each on a connection of its own.
  @Param({"1", "100"})
  public int requests;

  /// Records of 100 bytes in the one batch of each request.
  @Param({"1", "150"})
  public int records;

  private StagedNode node;
  private StagedRequest[] sent;

  @Setup
  public void stage() {
    node = new StagedNode(new SizesOnlyDisk(), Path.of("data"), 1);
    ByteBuffer batch = Batches.ofNoise(records, 100);
    sent = new StagedRequest[requests];
    for (int i = 0; i < requests; i++) {
      sent[i] = new StagedRequest(i, Frames.produce(0, batch));
    }
  }

  @Benchmark
  public void turn(Blackhole answers) {
    for (StagedRequest request : sent) {
      node.deliver(request);
    }
    node.turn();
    for (StagedRequest request : sent) {
      answers.consume(request.takeAnswer());
    }
  }
}
