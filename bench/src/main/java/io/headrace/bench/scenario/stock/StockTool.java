package io.headrace.bench.scenario.stock;

import io.headrace.bench.server.KafkaJars;
import io.headrace.bench.server.RunningBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One of Kafka's performance tools, with the heap that its script gives it.
///
/// @param main its class
/// @param arguments besides where the broker is, which topic, and how many records
record StockTool(String main, List<String> arguments) {

  static final StockTool PRODUCER =
      new StockTool(
          "org.apache.kafka.tools.ProducerPerformance",
          List.of(
              "--record-size",
              Integer.toString(StockProduce.RECORD_BYTES),
              "--throughput",
              "-1",
              "--command-property",
              "acks=all"));

  static final StockTool CONSUMER =
      new StockTool("org.apache.kafka.tools.ConsumerPerformance", List.of("--hide-header"));

  StockTool {
    arguments = List.copyOf(arguments);
  }

  /// Runs it to its end; returns the last line that it printed, which sums up.
  ///
  /// @throws IOException if it failed
  String run(RunningBroker broker, long records) throws IOException {
    Process tool = new ProcessBuilder(command(broker, records)).redirectErrorStream(true).start();
    var end = new Thread(tool::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      String said = lastLine(tool);
      int exitCode = tool.waitFor();
      if (exitCode != 0) {
        throw new IOException(main + " ended with " + exitCode + ": " + said);
      }
      return said;
    } catch (InterruptedException e) {
      throw new IOException("ended while " + main + " ran", e);
    } finally {
      tool.destroyForcibly();
      forget(end);
    }
  }

  private static String lastLine(Process tool) throws IOException {
    String last = "";
    try (BufferedReader lines = tool.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          last = line.strip();
        }
      }
    }
    return last;
  }

  private static void forget(Thread end) {
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException _) {
      // the hook runs already
    }
  }

  private List<String> command(RunningBroker broker, long records) throws IOException {
    Path home = Path.of(System.getProperty("headrace.home", "")).toAbsolutePath();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512M", "-XX:+UseG1GC", "-Dlog4j2.level=OFF"));
    command.addAll(List.of("-cp", KafkaJars.classPath(home), main));
    command.addAll(List.of("--bootstrap-server", "127.0.0.1:" + broker.port()));
    command.addAll(List.of("--topic", RunningBroker.TOPIC));
    command.addAll(List.of("--num-records", Long.toString(records)));
    command.addAll(arguments);
    return command;
  }
}
