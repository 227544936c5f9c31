package io.headrace.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Apache Kafka in KRaft mode, with the heap and the collector that its own start script gives it
/// and with its default settings, but for those named here. Its own log is off.
///
/// @param classPath the published jars of its server
/// @param name heads its column
/// @param sentence says what is special about these settings
/// @param settings lines of server.properties
public record ApacheKafka(String classPath, String name, String sentence, List<String> settings)
    implements Contender {

  /// What kafka-server-start.sh and kafka-run-class.sh set when nothing else is asked for.
  private static final List<String> JAVA_FLAGS =
      List.of(
          "-Xmx1G",
          "-Xms1G",
          "-server",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent",
          "-Djava.awt.headless=true");

  private static final String CLUSTER_ID = "AAAAAAAAAAAAAAAAAAAAAQ";

  public ApacheKafka {
    settings = List.copyOf(settings);
  }

  /// With its defaults: acknowledged means in the page cache.
  public static ApacheKafka withItsDefaults(String classPath) {
    return new ApacheKafka(
        classPath, "kafka", "Apache Kafka with its defaults, which never sync", List.of());
  }

  /// The nearest that it has to what Headrace does by default.
  public static ApacheKafka withAFlushPerMessage(String classPath) {
    return new ApacheKafka(
        classPath,
        "kafka-flush",
        "Apache Kafka with log.flush.interval.messages=1, which syncs each append",
        List.of("log.flush.interval.messages=1"));
  }

  @Override
  public List<String> prepare(Seat seat) throws IOException {
    var lines = new ArrayList<String>();
    lines.add("process.roles=broker,controller");
    lines.add("node.id=" + seat.id());
    lines.add("controller.quorum.voters=" + seat.voters());
    lines.add("controller.listener.names=CONTROLLER");
    lines.add("listeners=" + seat.listeners());
    lines.add("advertised.listeners=PLAINTEXT://127.0.0.1:" + seat.port());
    lines.add("log.dirs=" + seat.directory().resolve("data"));
    lines.add("offsets.topic.replication.factor=1");
    lines.addAll(settings);
    Path properties = Files.write(properties(seat), lines);
    return java(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        "kafka.tools.StorageTool",
        "format",
        "-t",
        CLUSTER_ID,
        "-c",
        properties.toString());
  }

  @Override
  public List<String> command(Seat seat) {
    return java(JAVA_FLAGS, "kafka.Kafka", properties(seat).toString());
  }

  private static Path properties(Seat seat) {
    return seat.directory().resolve("server.properties");
  }

  private List<String> java(List<String> flags, String main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-Dlog4j2.level=OFF", "-cp", classPath, main));
    command.addAll(List.of(arguments));
    return command;
  }
}
