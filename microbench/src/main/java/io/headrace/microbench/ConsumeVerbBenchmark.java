package io.headrace.microbench;

import io.headrace.cli.records.ConsumeVerb;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// `headrace consume` of 100,000 records from a node that lives in the same process: fetching,
/// walking batches, printing.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConsumeVerbBenchmark {

  private static final int RECORDS = 100_000;
  private static final String TOPIC = "records";

  /// How a record is printed; `jsonl` stands for `-o jsonl`.
  @Param({"%v\\n", "%p:%o %k %v\\n", "jsonl"})
  public String format;

  private CommandLine commands;

  @Setup
  public void open() throws IOException {
    commands = CommandLine.open();
    commands.run(new TopicCreate(), new byte[0], TOPIC, "--partitions", "4");
    var text = new StringBuilder();
    for (int i = 0; i < RECORDS; i++) {
      text.append("key-").append(i).append(":the value of record ").append(i).append('\n');
    }
    byte[] lines = text.toString().getBytes(StandardCharsets.UTF_8);
    commands.run(new ProduceVerb(), lines, TOPIC, "--key-separator", ":");
  }

  @TearDown
  public void close() throws IOException {
    commands.close();
  }

  @Benchmark
  public void consume() {
    String option = format.equals("jsonl") ? "-o" : "--format";
    commands.run(
        new ConsumeVerb(), new byte[0], TOPIC, "--from", "START", "--exit-at-end", option, format);
  }
}
