package io.headrace.microbench;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.LogConfig;
import io.headrace.log.PartitionLog;
import io.headrace.log.directory.LogDirectorySettings;
import io.headrace.log.directory.LogPorts;
import io.headrace.log.directory.OpenLogDirectory;
import io.headrace.microbench.stage.Batches;
import io.headrace.microbench.stage.OneThread;
import io.headrace.microbench.stage.SizesOnlyDisk;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.system.SystemClock;
import java.io.IOException;
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

/// One turn of a log directory in which each of some logs gets a batch: the gathering writes, the
/// frame of the journal, the commit, and what the logs note down. Nothing is written or synced.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GroupCommitBenchmark {

  /// How many logs get a batch in each turn.
  @Param({"1", "100"})
  public int partitions;

  /// Above the journal's threshold (32 KiB) a batch is synced in its segment.
  @Param({"100", "16000", "64000"})
  public int bytes;

  private final OneThread thread = new OneThread();
  private PartitionLog[] logs;
  private ByteBuffer[] batches;

  @Setup
  public void open() throws IOException {
    var ports =
        new LogPorts(new SizesOnlyDisk(), thread, thread, thread, new SystemClock(), thread);
    var directory =
        OpenLogDirectory.open(
            Path.of("data"),
            ports,
            LogDirectorySettings.DEFAULT,
            _ -> LogConfig.DEFAULT,
            damage -> {
              throw new IllegalStateException(damage.toString());
            });
    logs = new PartitionLog[partitions];
    batches = new ByteBuffer[partitions];
    for (int i = 0; i < partitions; i++) {
      logs[i] = directory.create(new PartitionId(new TopicId(1, 2), i), LogConfig.DEFAULT);
      batches[i] = Batches.direct(Batches.ofNoise(1, bytes));
    }
    directory.syncNames();
    turn();
  }

  @Benchmark
  public long turn() {
    for (int i = 0; i < partitions; i++) {
      RecordBatch.at(batches[i], 0).assignOffsets(logs[i].endOffset(), 0);
      logs[i].append(batches[i]);
    }
    thread.turn();
    if (logs[0].syncedEnd() != logs[0].endOffset()) {
      throw new IllegalStateException("not committed");
    }
    return logs[0].syncedEnd();
  }
}
