package io.headrace.microbench;

import io.headrace.base.TopicId;
import io.headrace.microbench.stage.Frames;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.RequestHeader;
import io.headrace.protocol.fetch.FetchResponse;
import io.headrace.protocol.fetch.FetchResponse.Offsets;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import io.headrace.protocol.fetch.FetchResponse.Records;
import io.headrace.protocol.fetch.FetchResponse.TopicData;
import io.headrace.protocol.fetch.FetchResponseEncoder;
import io.headrace.protocol.fetch.PartSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.FetchRequestData;
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

/// Writing the answer to a fetch that found records in some partitions.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FetchAnswerBenchmark {

  @Param({"1", "10", "1000"})
  public int partitions;

  private final FetchResponseEncoder<String> encoder = new FetchResponseEncoder<>();
  private RequestHeader header;
  private FetchResponse<String> answer;

  @Setup
  public void fill() {
    ByteBuffer frame = Frames.of(new FetchRequestData(), 17);
    if (!(RequestHeader.decode(frame) instanceof RequestHeader.Outcome.Known known)) {
      throw new IllegalStateException("not a request");
    }
    header = known.header();
    var found = new ArrayList<PartitionData<String>>();
    for (int i = 0; i < partitions; i++) {
      found.add(
          new PartitionData<>(
              i,
              ErrorCode.NONE,
              new Offsets(1_000_000, 1_000_000, 0),
              null,
              new Records<>("a slice", 1 << 20),
              null));
    }
    answer =
        new FetchResponse<>(
            0,
            ErrorCode.NONE,
            7,
            List.of(new TopicData<>("benchmark", new TopicId(1, 2), found)),
            List.of());
  }

  @Benchmark
  public void encode(Blackhole parts) {
    encoder.encode(
        header,
        answer,
        new PartSink<>() {
          @Override
          public void bytes(ByteBuffer bytes) {
            parts.consume(bytes);
          }

          @Override
          public void records(String source) {
            parts.consume(source);
          }
        });
  }
}
