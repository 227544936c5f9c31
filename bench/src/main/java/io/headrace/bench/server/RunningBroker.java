package io.headrace.bench.server;

import io.headrace.bench.load.FirstRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/// A broker that has acknowledged a record since it was started, and what it has cost so far.
public final class RunningBroker {

  /// The topic of that record.
  public static final String TOPIC = "load";

  private static final int TRY_EVERY_MS = 5;

  private final Launch launch;
  private final int port;
  private final Path directory;
  private Process process;
  private FirstAnswer firstAnswer;

  /// Starts the process, the first time and again on what it has left.
  public interface Launch {
    Process start() throws IOException;
  }

  /// How a broker is brought to its end.
  public enum Ending {
    /// It is asked to, and takes its time.
    ORDERLY,
    /// As by `kill -9`.
    KILLED
  }

  /// How a start went.
  ///
  /// @param time from the launch of the process until it had acknowledged a record
  /// @param cpu what that took of all processors together
  /// @param offset of the record
  public record FirstAnswer(Duration time, Duration cpu, long offset) {

    public double seconds() {
      return time.toNanos() / 1e9;
    }
  }

  private RunningBroker(Launch launch, int port, Path directory)
      throws IOException, InterruptedException {
    this.launch = launch;
    this.port = port;
    this.directory = directory;
    long launchedNs = System.nanoTime();
    this.process = launch.start();
    this.firstAnswer = awaitFirstAnswer(launchedNs);
  }

  /// @param port of the loopback that it will listen on
  /// @param directory where it keeps everything
  public static RunningBroker start(Launch launch, int port, Path directory)
      throws IOException, InterruptedException {
    return new RunningBroker(launch, port, directory);
  }

  /// Ends it and starts it again.
  public FirstAnswer restart(Ending ending) throws IOException, InterruptedException {
    switch (ending) {
      case ORDERLY -> process.destroy();
      case KILLED -> process.destroyForcibly();
    }
    process.waitFor();
    long launchedNs = System.nanoTime();
    process = launch.start();
    firstAnswer = awaitFirstAnswer(launchedNs);
    return firstAnswer;
  }

  private FirstAnswer awaitFirstAnswer(long launchedNs) throws IOException, InterruptedException {
    OptionalLong offset = FirstRecord.offset(port, TOPIC);
    while (offset.isEmpty()) {
      if (!process.isAlive()) {
        throw new IOException("ended with " + process.exitValue() + " while it started");
      }
      Thread.sleep(TRY_EVERY_MS);
      offset = FirstRecord.offset(port, TOPIC);
    }
    var time = Duration.ofNanos(System.nanoTime() - launchedNs);
    return new FirstAnswer(time, cpu(), offset.getAsLong());
  }

  public int port() {
    return port;
  }

  /// Where it keeps everything.
  public Path directory() {
    return directory;
  }

  /// Of its last start.
  public FirstAnswer firstAnswer() {
    return firstAnswer;
  }

  /// What the process has used of all processors since its launch, in the user's code and in the
  /// kernel, to a hundredth of a second.
  public Duration cpu() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("the system tells no CPU time of processes"));
  }

  /// What of that the threads have used that compile its code while it runs. They come and go: this
  /// may get less.
  public Duration cpuOfCompilers() throws IOException {
    return Compilers.cpu(process.pid());
  }

  /// Resident memory, pages shared with others included.
  public double residentMib() throws IOException {
    return told("status", "VmRSS:") / (double) (1 << 10);
  }

  /// The most that its resident memory has been.
  public double peakResidentMib() throws IOException {
    return told("status", "VmHWM:") / (double) (1 << 10);
  }

  /// What the process has caused to be read from disks.
  public long bytesFromDisk() throws IOException {
    return told("io", "read_bytes:");
  }

  private long told(String file, String name) throws IOException {
    Path path = Path.of("/proc", Long.toString(process.pid()), file);
    return Files.readAllLines(path).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException(path + " tells no " + name));
  }
}
