package io.headrace.bench.server;

import io.headrace.bench.load.FirstRecord;
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

  /// The topic that a broker has when it was started.
  public static final String TOPIC = "load";

  private static final Duration READY_WITHIN = Duration.ofMinutes(1);
  private static final int TRY_EVERY_MS = 5;
  private static final int LINES_OF_A_FAILURE = 20;

  private final Path directory;
  private final Duration lifetime;
  private @Nullable Process process;
  private boolean closed;

  /// @param parent where the directory is made
  /// @param lifetime after which a broker is taken to hang, and is killed
  public Workspace(Path parent, Duration lifetime) throws IOException {
    this.lifetime = lifetime;
    this.directory = Files.createTempDirectory(parent, "headrace-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(this::clear, "clear"));
  }

  /// Uses a broker with nothing in it but one record, and ends it.
  public interface Use<T> {
    T use(RunningBroker broker) throws IOException, InterruptedException;
  }

  public <T> T with(Contender contender, Use<T> use) throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(directory, contender.name());
    Path output = own.resolve("broker.out");
    try {
      return use.use(start(contender, own, output));
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          contender.name() + ": " + e.getMessage() + "\nIt said:\n" + lastLines(output), e);
    } finally {
      end();
      delete(own);
    }
  }

  private RunningBroker start(Contender contender, Path own, Path output)
      throws IOException, InterruptedException {
    int port = FreePort.any();
    List<String> preparation = contender.prepare(own, port);
    if (!preparation.isEmpty() && launch(contender, preparation, output).waitFor() != 0) {
      throw new IOException("could not be prepared");
    }
    long launchedNs = System.nanoTime();
    Process started = launch(contender, contender.command(own, port), output);
    while (!FirstRecord.isAcknowledged(port, TOPIC)) {
      if (!started.isAlive()) {
        throw new IOException("ended with " + started.exitValue() + " while it started");
      }
      if (System.nanoTime() - launchedNs > READY_WITHIN.toNanos()) {
        throw new IOException("acknowledged nothing within " + READY_WITHIN.toSeconds() + " s");
      }
      Thread.sleep(TRY_EVERY_MS);
    }
    return new RunningBroker(started, port, Duration.ofNanos(System.nanoTime() - launchedNs));
  }

  private synchronized Process launch(Contender contender, List<String> command, Path output)
      throws IOException {
    if (closed) {
      throw new IOException("the comparison was ended");
    }
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
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
