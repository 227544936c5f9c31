package io.headrace.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A node, started by `./headrace start` as a user would, on a free port of the loopback.
///
/// It can be killed, stopped, and started again with the same data and port.
final class NodeProcess implements Broker, AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

  private final Path directory;
  private final int port;
  private final List<String> settings;
  private Process process;

  private NodeProcess(Path directory, int port, List<String> settings) {
    this.directory = directory;
    this.port = port;
    this.settings = settings;
    this.process = launch();
  }

  /// Starts a node and waits until it accepts connections.
  ///
  /// @param directory keeps the node's data and what it says
  /// @param settings such as `num.partitions=3`
  static NodeProcess start(Path directory, String... settings) {
    var node = new NodeProcess(directory, freePort(), List.copyOf(Arrays.asList(settings)));
    node.awaitReady();
    return node;
  }

  @Override
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  @Override
  public Optional<Path> dataDirectory() {
    return Optional.of(directory.resolve("data"));
  }

  long processId() {
    return process.pid();
  }

  /// All that the node has said in all its lives.
  String output() {
    try {
      return Files.readString(outputFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private Process launch() {
    var command = new ArrayList<String>();
    command.add(Repository.launcher().toString());
    command.addAll(List.of("start", "--data", directory.resolve("data").toString()));
    command.addAll(List.of("--set", "listeners=PLAINTEXT://" + bootstrap()));
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    var builder = new ProcessBuilder(command);
    builder.environment().put("HEADRACE_BUILD", "never");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile().toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path outputFile() {
    return directory.resolve("node.out");
  }

  private void awaitReady() {
    long deadlineNs = System.nanoTime() + READY_WITHIN.toNanos();
    while (!accepts()) {
      if (!process.isAlive() || System.nanoTime() > deadlineNs) {
        process.destroyForcibly();
        throw new IllegalStateException("the node did not become ready:\n" + output());
      }
      pause();
    }
  }

  private boolean accepts() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException _) {
      return false;
    }
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

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
