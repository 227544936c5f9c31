package io.headrace.microbench;

import io.headrace.base.TopicId;
import io.headrace.microbench.stage.Batches;
import io.headrace.microbench.stage.Frames;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.RequestHeader;
import io.headrace.protocol.produce.ProduceRequest;
import io.headrace.protocol.produce.ProduceResponse;
import io.headrace.protocol.produce.ProduceResponse.PartitionResult;
import io.headrace.protocol.produce.ProduceResponse.TopicResult;
import io.headrace.protocol.produce.ProduceResponseEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Reading a produce request of one batch, and writing the answer to it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProduceMessagesBenchmark {

  private final ProduceResponseEncoder encoder = new ProduceResponseEncoder();
  private ByteBuffer frame;
  private RequestHeader header;
  private ProduceResponse answer;

  @Setup
  public void fill() {
    frame = Frames.produce(0, Batches.ofNoise(1, 100));
    if (!(RequestHeader.decode(frame) instanceof RequestHeader.Outcome.Known known)) {
      throw new IllegalStateException("not a request");
    }
    header = known.header();
    var result = new PartitionResult(0, ErrorCode.NONE, 1_000_000, -1, 0, null);
    answer =
        new ProduceResponse(
            List.of(new TopicResult("benchmark", TopicId.ZERO, List.of(result))), 0, List.of());
  }

  @Benchmark
  public Decoding<ProduceRequest> request() {
    return ProduceRequest.decode(header, frame);
  }

  @Benchmark
  public ByteBuffer answer() {
    return encoder.encode(header, answer);
  }
}
