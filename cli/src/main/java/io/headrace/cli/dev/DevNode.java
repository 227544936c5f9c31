package io.headrace.cli.dev;

import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One node of a throw-away cluster: its settings, its data, what it said, and its process.
///
/// ```
///  node-2/server.properties   what it was started with
///  node-2/data                its log directory
///  node-2/output              what it said since its last start
///  node-2/pid                 its process
/// ```
record DevNode(int id, Path directory) {

  private static final String READY = "Headrace is ready.";
  private static final String LAUNCHER = "headrace.launcher";

  /// How a process is.
  enum State {
    RUNNING,
    PAUSED,
    DEAD
  }

  Path output() {
    return directory.resolve("output");
  }

  /// Writes down how it is to be started.
  void prepare(Map<String, String> settings) throws IOException {
    Files.createDirectories(directory);
    var lines = new StringBuilder();
    settings.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    Files.writeString(directory.resolve("server.properties"), lines);
  }

  /// Starts its process; it outlives this one.
  void start() throws IOException {
    String launcher = System.getProperty(LAUNCHER);
    if (launcher == null) {
      throw new Failure(
          Exit.FAILED,
          "cannot start nodes from here",
          "the launcher starts nodes, and this is the command line without it",
          "./headrace dev --nodes 3");
    }
    var start =
        new ProcessBuilder(
            launcher, "start", "--config", directory.resolve("server.properties").toString());
    start.environment().put("HEADRACE_BUILD", "never");
    start.redirectErrorStream(true).redirectOutput(output().toFile());
    start.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process = start.start();
    Files.writeString(directory.resolve("pid"), Long.toString(process.pid()));
  }

  /// Whether it has said that it is ready since its last start.
  boolean isReady() {
    try {
      return Files.exists(output()) && Files.readString(output()).contains(READY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  State state() {
    Optional<ProcessHandle> process = process();
    if (process.isEmpty()) {
      return State.DEAD;
    }
    return isStopped(process.get().pid()) ? State.PAUSED : State.RUNNING;
  }

  /// `kill -9`, as a crash would do.
  void kill() {
    process()
        .ifPresent(process -> {
          process.destroyForcibly();
          awaitEnd(process, 10);
        });
  }

  /// SIGTERM, and time to stop cleanly.
  void stop() {
    process()
        .ifPresent(process -> {
          signal("CONT");
          process.destroy();
          awaitEnd(process, 30);
        });
    kill();
  }

  /// @param name of the signal, such as `STOP`
  void signal(String name) {
    process()
        .ifPresent(process -> {
          try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()));
            kill.inheritIO().start().waitFor();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  Optional<Long> pid() {
    return process().map(ProcessHandle::pid);
  }

  private Optional<ProcessHandle> process() {
    Path file = directory.resolve("pid");
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
          .filter(ProcessHandle::isAlive)
          .filter(DevNode::isOurs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A number may have been given to another process since.
  private static boolean isOurs(ProcessHandle process) {
    return process.info().commandLine().map(line -> line.contains("headrace")).orElse(true);
  }

  private static boolean isStopped(long pid) {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return status.charAt(status.lastIndexOf(')') + 2) == 'T';
    } catch (IOException _) {
      return false;
    }
  }

  private static void awaitEnd(ProcessHandle process, int seconds) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try {
      while (process.isAlive() && System.nanoTime() < deadlineNs) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
