package io.headrace.microbench;

import io.headrace.cli.records.ProduceVerb;
import io.headrace.cli.topic.TopicCreate;
import io.headrace.microbench.stage.CommandLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// `headrace produce` of 100,000 lines with keys, into four partitions of a node that lives in the
/// same process: cutting lines, hashing keys, filling batches, sending.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProduceVerbBenchmark {

  private static final int LINES = 100_000;
  private static final String TOPIC = "lines";

  private CommandLine commands;
  private byte[] lines;

  @Setup
  public void open() throws IOException {
    commands = CommandLine.open();
    commands.run(new TopicCreate(), new byte[0], TOPIC, "--partitions", "4");
    var text = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      text.append("key-").append(i).append(":the value of line ").append(i).append('\n');
    }
    lines = text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @TearDown
  public void close() throws IOException {
    commands.close();
  }

  @Benchmark
  public void produce() {
    commands.run(new ProduceVerb(), lines, TOPIC, "--key-separator", ":");
  }
}
