package io.headrace.compatibility;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One node of the real Apache Kafka, of the version whose jars are on the class path, with nothing
/// in it. It answers for how Kafka does things.
final class ApacheKafka implements AutoCloseable {

  private static final long READY_WITHIN_S = 60;

  private final int port;
  private final Process process;
  private final Path output;

  private ApacheKafka(int port, Process process, Path output) {
    this.port = port;
    this.process = process;
    this.output = output;
  }

  /// @param directory keeps its data and what it says
  static ApacheKafka start(Path directory, String... settings) throws IOException {
    List<Integer> ports = NodeProcess.freePorts(2);
    int port = ports.getFirst();
    int controllerPort = ports.getLast();
    var lines = new ArrayList<String>();
    lines.add("process.roles=broker,controller");
    lines.add("node.id=1");
    lines.add("controller.quorum.bootstrap.servers=127.0.0.1:" + controllerPort);
    lines.add("controller.listener.names=CONTROLLER");
    lines.add(
        "listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(port, controllerPort));
    lines.add("advertised.listeners=PLAINTEXT://127.0.0.1:" + port);
    lines.add("log.dirs=" + directory.resolve("data"));
    lines.add("offsets.topic.replication.factor=1");
    lines.addAll(List.of(settings));
    Path properties = Files.write(directory.resolve("server.properties"), lines);
    Path output = directory.resolve("kafka.out");
    run(
            output,
            "kafka.tools.StorageTool",
            "format",
            "--standalone",
            "-t",
            "KafkaTheOracleKafkaTEQ",
            "-c",
            properties.toString())
        .onExit()
        .join();
    var kafka = new ApacheKafka(port, run(output, "kafka.Kafka", properties.toString()), output);
    kafka.awaitReady();
    return kafka;
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  private static Process run(Path output, String main, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Dtinylog.level=off", "-Dlog4j2.level=OFF"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  private void awaitReady() throws IOException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_WITHIN_S);
    while (!accepts()) {
      if (!process.isAlive() || System.nanoTime() > deadlineNs) {
        close();
        throw new IllegalStateException("Apache Kafka did not start: " + Files.readString(output));
      }
      pause();
    }
  }

  private boolean accepts() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
