package io.headrace.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A node, started by `./headrace start` as a user would, on a free port of the loopback.
///
/// It can be killed, stopped, and started again with the same data and port.
final class NodeProcess implements Broker, AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

  private final Site site;
  private final Path outputFile;
  private final int port;
  private final List<String> arguments;
  private final String javaFlags;
  private Process process;
  private long launchedNs;
  private Duration timeToReady = Duration.ZERO;

  /// How much it had said before it was last started.
  private int saidBefore;

  /// @param port for clients
  /// @param arguments of `headrace start`
  private NodeProcess(Site site, int port, List<String> arguments, String javaFlags) {
    this.site = site;
    this.outputFile = site.output();
    this.port = port;
    this.arguments = arguments;
    this.javaFlags = javaFlags;
    this.process = launch(List.of());
  }

  /// Starts a node and waits until it says that it is ready.
  ///
  /// @param directory keeps the node's data and what it says
  /// @param settings such as `num.partitions=3`
  static NodeProcess start(Path directory, String... settings) {
    return startOn(directory.resolve("data"), directory, settings);
  }

  /// Starts a node whose data is not in the same place as what it says.
  static NodeProcess startOn(Path data, Path directory, String... settings) {
    String[] options =
        Arrays.stream(settings)
            .flatMap(setting -> Stream.of("--set", setting))
            .toArray(String[]::new);
    return startWith(data, directory, options);
  }

  /// Starts a node with further options of the command line.
  static NodeProcess startWith(Path data, Path directory, String... options) {
    return started(data, directory, "", options);
  }

  /// Starts a node whose Java machine has further flags, such as `-XX:MaxDirectMemorySize=32m`.
  static NodeProcess startWithJavaFlags(Path directory, String javaFlags) {
    return started(directory.resolve("data"), directory, javaFlags);
  }

  /// Starts a node of a cluster, which is ready only when others are there too.
  ///
  /// @param port for clients
  /// @param options of the command line, which go before that port
  static NodeProcess ofCluster(Site site, int port, List<String> options) {
    return new NodeProcess(site, port, placed(site, port, options), "");
  }

  /// Starts a node, which may need others to be ready, with nothing but a `server.properties`.
  ///
  /// @param port for clients, as the file says it
  static NodeProcess ofFile(Site site, int port, Path file) {
    return new NodeProcess(site, port, List.of("--config", file.toString()), "");
  }

  private static NodeProcess started(
      Path data, Path directory, String javaFlags, String... options) {
    Site site = Site.of(data, directory);
    int port = freePort();
    var node = new NodeProcess(site, port, placed(site, port, Arrays.asList(options)), javaFlags);
    node.awaitReady();
    return node;
  }

  private static List<String> placed(Site site, int port, List<String> options) {
    String listeners = "listeners=PLAINTEXT://" + site.host() + ":" + port;
    var arguments = new ArrayList<>(List.of("--data", site.data().toString(), "--set", listeners));
    arguments.addAll(options);
    return List.copyOf(arguments);
  }

  @Override
  public String bootstrap() {
    return site.host() + ":" + port;
  }

  @Override
  public Optional<Path> dataDirectory() {
    return Optional.of(site.data());
  }

  long processId() {
    return process.pid();
  }

  /// From the launcher's exec to the line that says that it is ready, as seen every few
  /// milliseconds.
  Duration timeToReady() {
    return timeToReady;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// What the node has cost since it was started.
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// All that the node has said in all its lives.
  String output() {
    try {
      return Files.readString(outputFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops the node from doing anything more without ending it.
  void freeze() {
    Command.run("kill", "-STOP", Long.toString(process.pid())).succeeded();
  }

  /// Ends the node as the kernel would for want of memory: it gets no chance to write anything.
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Ends the node as an operator would, and gives its exit code.
  int stop() {
    process.destroy();
    return awaitEnd();
  }

  void startAgain() {
    launchAgain();
    awaitReady();
  }

  /// Starts the node without waiting for it.
  void launchAgain() {
    launchAgainWith(List.of());
  }

  /// Starts the node without waiting for it, with further options that this life alone has.
  void launchAgainWith(List<String> options) {
    saidBefore = output().length();
    process = launch(options);
  }

  /// Lets a node that was frozen go on.
  void thaw() {
    Command.run("kill", "-CONT", Long.toString(process.pid())).succeeded();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private Process launch(List<String> furtherOptions) {
    var command = new ArrayList<String>(site.commandBefore());
    command.add(Repository.launcher().toString());
    command.add("start");
    command.addAll(arguments);
    command.addAll(furtherOptions);
    var builder = new ProcessBuilder(command);
    builder.environment().put("HEADRACE_BUILD", "never");
    builder.environment().put("HEADRACE_JVM_OPTS", javaFlags);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile.toFile()));
    launchedNs = System.nanoTime();
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitReady() {
    long deadlineNs = System.nanoTime() + READY_WITHIN.toNanos();
    while (!saysThatItIsReady()) {
      if (!process.isAlive() || System.nanoTime() > deadlineNs) {
        process.destroyForcibly();
        throw new IllegalStateException("the node did not become ready:\n" + output());
      }
      pause();
    }
    timeToReady = Duration.ofNanos(System.nanoTime() - launchedNs);
  }

  /// The node says so itself, once in each of its lives.
  private boolean saysThatItIsReady() {
    return output().substring(saidBefore).contains("Headrace is ready.");
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int awaitEnd() {
    try {
      if (!process.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the node did not stop:\n" + output());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /// So many ports of the loopback that nobody had a moment ago, no two the same.
  static List<Integer> freePorts(int count) {
    return Stream.generate(NodeProcess::freePort).distinct().limit(count).toList();
  }

  /// A port of the loopback that nobody had a moment ago.
  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
