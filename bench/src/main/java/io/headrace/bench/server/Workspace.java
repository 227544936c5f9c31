package io.headrace.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs one broker at a time in a directory of its own, and leaves nothing behind: neither when it
/// is closed nor when the program is ended.
public final class Workspace implements AutoCloseable {

  private static final String OUTPUT = "broker.out";
  private static final int LINES_OF_A_FAILURE = 20;

  private final Path directory;
  private @Nullable Process process;
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

  /// @param lifetime after which a process of the broker is taken to hang, and is killed
  /// @throws BrokerFailedException if it did not get through
  /// @throws IOException if this workspace cannot be used any more
  public <T> T with(Contender contender, Duration lifetime, Use<T> use)
      throws IOException, BrokerFailedException, InterruptedException {
    Path own = Files.createTempDirectory(directory, contender.name());
    Path output = own.resolve(OUTPUT);
    try {
      return use.use(start(contender, own, lifetime));
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

  private RunningBroker start(Contender contender, Path own, Duration lifetime)
      throws IOException, InterruptedException {
    int port = FreePort.any();
    List<String> preparation = contender.prepare(own, port);
    if (!preparation.isEmpty() && launch(contender, preparation, own, lifetime).waitFor() != 0) {
      throw new IOException("could not be prepared");
    }
    return RunningBroker.start(
        () -> launch(contender, contender.command(own, port), own, lifetime), port, own);
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
    process = launched;
    var _ =
        launched
            .onExit()
            .orTimeout(lifetime.toSeconds(), TimeUnit.SECONDS)
            .exceptionally(_ -> launched.destroyForcibly());
    return launched;
  }

  private synchronized void end() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
      process = null;
    }
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
