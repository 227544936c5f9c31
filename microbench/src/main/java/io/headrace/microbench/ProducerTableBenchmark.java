package io.headrace.microbench;

import io.headrace.log.ProducerStates.Verdict;
import io.headrace.log.state.ProducerTable;
import io.headrace.record.BatchBuilder;
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

/// What a log does for the sequence of an idempotent producer: check it, and remember it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProducerTableBenchmark {

  /// How many producers take turns.
  @Param({"1", "1000"})
  public int producers;

  private final ProducerTable table = new ProducerTable();
  private ByteBuffer bytes;
  private RecordBatch batch;
  private int sequence;
  private int producer;

  @Setup
  public void fill() {
    bytes =
        BatchBuilder.plain()
            .producer(0, (short) 0, 0)
            .append(0, null, ByteBuffer.allocate(100))
            .build();
    batch = RecordBatch.at(bytes, 0);
  }

  @Benchmark
  public void append() {
    bytes.putLong(RecordBatch.PRODUCER_ID_AT, producer);
    bytes.putInt(RecordBatch.BASE_SEQUENCE_AT, sequence);
    Verdict verdict = table.check(producer, (short) 0, sequence, sequence);
    if (!(verdict instanceof Verdict.Accept)) {
      throw new IllegalStateException(verdict.toString());
    }
    table.append(batch, 0);
    table.endTurn();
    if (++producer == producers) {
      producer = 0;
      sequence = sequence == Integer.MAX_VALUE ? 0 : sequence + 1;
    }
  }
}
