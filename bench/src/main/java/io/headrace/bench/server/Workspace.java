package io.headrace.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs one broker or cluster at a time in a directory of its own, and leaves nothing behind:
/// neither when it is closed nor when the program is ended.
public final class Workspace implements AutoCloseable {

  private static final String OUTPUT = "broker.out";
  private static final int LINES_OF_A_FAILURE = 20;

  private final Path directory;
  private final List<Process> processes = new ArrayList<>();
  private boolean closed;

  /// @param parent where the directory is made
  public Workspace(Path parent) throws IOException {
    this.directory = Files.createTempDirectory(parent, "headrace-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(this::clear, "clear"));
  }

  /// Uses a broker with nothing in it but one record, and ends it.
  public interface Use<T> {
    T use(RunningBroker broker) throws IOException, InterruptedException;
  }

  /// @param nodes of which it consists
  /// @param lifetime after which a process of the broker is taken to hang, and is killed
  /// @throws BrokerFailedException if it did not get through
  /// @throws IOException if this workspace cannot be used any more
  public <T> T with(Contender contender, int nodes, Duration lifetime, Use<T> use)
      throws IOException, BrokerFailedException, InterruptedException {
    Path own = Files.createTempDirectory(directory, contender.name());
    Path output = own.resolve(OUTPUT);
    try {
      return use.use(start(contender, nodes, own, lifetime));
    } catch (IOException | RuntimeException e) {
      if (isClosed()) {
        throw e;
      }
      throw new BrokerFailedException(
          contender.name() + ": " + e.getMessage() + said(lastLines(output)), e);
    } finally {
      end();
      delete(own);
    }
  }

  private RunningBroker start(Contender contender, int nodes, Path own, Duration lifetime)
      throws IOException, InterruptedException {
    List<Seat> seats = Seat.plan(own, nodes);
    for (Seat seat : seats) {
      List<String> preparation = contender.prepare(seat);
      if (!preparation.isEmpty() && launch(contender, preparation, own, lifetime).waitFor() != 0) {
        throw new IOException("could not be prepared");
      }
    }
    return RunningBroker.start(
        () -> launchAll(contender, seats, own, lifetime),
        seats.stream().map(Seat::port).toList(),
        own);
  }

  private List<Process> launchAll(
      Contender contender, List<Seat> seats, Path own, Duration lifetime) throws IOException {
    var launched = new ArrayList<Process>();
    for (Seat seat : seats) {
      launched.add(launch(contender, contender.command(seat), own, lifetime));
    }
    return launched;
  }

  private synchronized Process launch(
      Contender contender, List<String> command, Path own, Duration lifetime) throws IOException {
    if (closed) {
      throw new IOException("the comparison was ended");
    }
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(own.resolve(OUTPUT).toFile()));
    builder.environment().putAll(contender.environment());
    Process launched = builder.start();
    processes.add(launched);
    var _ =
        launched
            .onExit()
            .orTimeout(lifetime.toSeconds(), TimeUnit.SECONDS)
            .exceptionally(_ -> launched.destroyForcibly());
    return launched;
  }

  private synchronized void end() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
    processes.clear();
  }

  private synchronized void clear() {
    closed = true;
    end();
    try {
      delete(directory);
    } catch (IOException e) {
      System.err.println("could not delete " + directory + ": " + e);
    }
  }

  @Override
  public void close() {
    clear();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private static String said(String lines) {
    return lines.isBlank() ? "" : "\nIt said:\n" + lines;
  }

  private static String lastLines(Path output) throws IOException {
    if (!Files.exists(output)) {
      return "";
    }
    List<String> lines = Files.readAllLines(output);
    int from = Math.max(0, lines.size() - LINES_OF_A_FAILURE);
    return String.join("\n", lines.subList(from, lines.size()));
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException | UncheckedIOException _) {
      delete(directory); // somebody else deleted a part of it meanwhile
    }
  }
}
