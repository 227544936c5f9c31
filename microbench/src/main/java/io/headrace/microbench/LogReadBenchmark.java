package io.headrace.microbench;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.LogConfig;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.log.directory.LogDirectorySettings;
import io.headrace.log.directory.LogPorts;
import io.headrace.log.directory.OpenLogDirectory;
import io.headrace.microbench.stage.Batches;
import io.headrace.microbench.stage.OneThread;
import io.headrace.microbench.stage.TemporaryDirectory;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.system.FileDisk;
import io.headrace.runtime.system.SystemClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Finding an offset in a log of 64 MiB in batches of a KiB: index, then headers of batches in the
/// file. The slice that comes out is not read.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LogReadBenchmark {

  private static final int BATCHES = 1 << 16;
  private static final int BATCHES_PER_TURN = 256;

  /// How much is wanted: one batch, or as much as a consumer asks for by default.
  @Param({"1", "1048576"})
  public int maxBytes;

  private final OneThread thread = new OneThread();
  private final SplittableRandom random = new SplittableRandom(1);
  private TemporaryDirectory directory;
  private PartitionLog log;

  @Setup
  public void fill() throws IOException {
    directory = TemporaryDirectory.make();
    var ports = new LogPorts(new FileDisk(), thread, thread, thread, new SystemClock(), thread);
    var opened =
        OpenLogDirectory.open(
            directory.path(),
            ports,
            LogDirectorySettings.DEFAULT,
            _ -> LogConfig.DEFAULT,
            damage -> {
              throw new IllegalStateException(damage.toString());
            });
    log = opened.create(new PartitionId(new TopicId(1, 2), 0), LogConfig.DEFAULT);
    for (int i = 0; i < BATCHES; i += BATCHES_PER_TURN) {
      for (int j = 0; j < BATCHES_PER_TURN; j++) {
        ByteBuffer batch = Batches.ofNoise(1, 950);
        RecordBatch.at(batch, 0).assignOffsets(log.endOffset(), 0);
        log.append(batch);
      }
      thread.turn();
    }
  }

  @TearDown
  public void close() throws IOException {
    directory.close();
  }

  @Benchmark
  public long read() throws IOException {
    long offset = random.nextInt(BATCHES);
    LogSlice slice = log.read(new ReadRequest(offset, log.syncedEnd(), maxBytes, true));
    if (slice == null || slice.baseOffset() > offset) {
      throw new IllegalStateException("offset " + offset + " was not found: " + slice);
    }
    slice.bytes().release();
    return slice.endOffset();
  }
}
