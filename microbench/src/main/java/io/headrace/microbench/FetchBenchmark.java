package io.headrace.microbench;

import io.headrace.microbench.stage.Batches;
import io.headrace.microbench.stage.Frames;
import io.headrace.microbench.stage.StagedNode;
import io.headrace.microbench.stage.StagedRequest;
import io.headrace.microbench.stage.TemporaryDirectory;
import io.headrace.protocol.RequestHeader;
import io.headrace.runtime.system.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One fetch of a consumer in its session, which follows many partitions and finds records in one:
/// from the frame, through the session and the logs, to an answer that holds a stretch of a file.
/// Nothing is read from that.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FetchBenchmark {

  private static final int VERSION = 12;
  private static final int RECORDS = 10;

  /// In the body of a request: after replica, waiting time, three limits and the session's id.
  private static final int SESSION_EPOCH_AT = 4 + 4 + 4 + 4 + 1 + 4;

  @Param({"1", "10", "1000"})
  public int partitions;

  private TemporaryDirectory directory;
  private StagedNode node;
  private StagedRequest fetch;
  private int epochAt;
  private int epoch;

  @Setup
  public void stage() throws IOException {
    directory = TemporaryDirectory.make();
    node = new StagedNode(new FileDisk(), directory.path(), partitions);
    ByteBuffer batch = Batches.ofNoise(RECORDS, 100);
    for (int i = 0; i < partitions; i++) {
      Frames.release(node.ask(Frames.produce(i, batch)));
    }
    ByteBuffer frame = Frames.of(request(openSession(), 1, 1), VERSION);
    if (!(RequestHeader.decode(frame) instanceof RequestHeader.Outcome.Known known)) {
      throw new IllegalStateException("not a request");
    }
    epochAt = known.header().bodyPosition() + SESSION_EPOCH_AT;
    fetch = new StagedRequest(1, frame);
  }

  private int openSession() {
    FetchRequestData request = request(0, 0, partitions);
    var answer =
        Frames.body(
            node.ask(Frames.of(request, VERSION)),
            request.apiKey(),
            VERSION,
            new FetchResponseData());
    if (answer.sessionId() == 0) {
      throw new IllegalStateException("no session was opened");
    }
    return answer.sessionId();
  }

  /// Asks the first partition from its start, and any others from their end.
  private static FetchRequestData request(int sessionId, int sessionEpoch, int partitions) {
    var topic = new FetchTopic().setTopic(StagedNode.TOPIC);
    for (int i = 0; i < partitions; i++) {
      topic
          .partitions()
          .add(
              new FetchPartition()
                  .setPartition(i)
                  .setFetchOffset(i == 0 ? 0 : RECORDS)
                  .setPartitionMaxBytes(1 << 20));
    }
    var request =
        new FetchRequestData()
            .setMaxWaitMs(500)
            .setMinBytes(1)
            .setMaxBytes(50 << 20)
            .setSessionId(sessionId)
            .setSessionEpoch(sessionEpoch);
    request.topics().add(topic);
    return request;
  }

  @TearDown
  public void strike() throws IOException {
    directory.close();
  }

  @Benchmark
  public int fetch() {
    epoch++;
    fetch.frame().putInt(epochAt, epoch);
    node.deliver(fetch);
    node.turn();
    return Frames.release(fetch.takeAnswer());
  }
}
