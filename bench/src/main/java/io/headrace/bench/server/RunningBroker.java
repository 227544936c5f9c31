package io.headrace.bench.server;

import io.headrace.bench.load.FirstRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// A broker, or a cluster of some, that has acknowledged a record since it was started, and what it
/// has cost so far.
public final class RunningBroker {

  /// The topic of that record.
  public static final String TOPIC = "load";

  private static final int TRY_EVERY_MS = 5;

  private final Launch launch;
  private final List<Integer> ports;
  private final Path directory;
  private List<Process> processes;
  private FirstAnswer firstAnswer;

  /// Starts the process of each node, the first time and again on what it has left.
  public interface Launch {
    List<Process> start() throws IOException;
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

  private RunningBroker(Launch launch, List<Integer> ports, Path directory)
      throws IOException, InterruptedException {
    this.launch = launch;
    this.ports = List.copyOf(ports);
    this.directory = directory;
    long launchedNs = System.nanoTime();
    this.processes = launch.start();
    this.firstAnswer = awaitFirstAnswer(launchedNs);
  }

  /// @param ports of the loopback that its nodes will listen on
  /// @param directory where they keep everything
  public static RunningBroker start(Launch launch, List<Integer> ports, Path directory)
      throws IOException, InterruptedException {
    return new RunningBroker(launch, ports, directory);
  }

  /// Ends it and starts it again.
  public FirstAnswer restart(Ending ending) throws IOException, InterruptedException {
    for (Process process : processes) {
      switch (ending) {
        case ORDERLY -> process.destroy();
        case KILLED -> process.destroyForcibly();
      }
    }
    for (Process process : processes) {
      process.waitFor();
    }
    long launchedNs = System.nanoTime();
    processes = launch.start();
    firstAnswer = awaitFirstAnswer(launchedNs);
    return firstAnswer;
  }

  /// Ends one node as by `kill -9`; the others go on.
  ///
  /// @param index of its port
  public void kill(int index) {
    processes.get(index).destroyForcibly();
  }

  private FirstAnswer awaitFirstAnswer(long launchedNs) throws IOException, InterruptedException {
    OptionalLong offset = FirstRecord.offset(ports, TOPIC);
    while (offset.isEmpty()) {
      for (Process process : processes) {
        if (!process.isAlive()) {
          throw new IOException("ended with " + process.exitValue() + " while it started");
        }
      }
      Thread.sleep(TRY_EVERY_MS);
      offset = FirstRecord.offset(ports, TOPIC);
    }
    var time = Duration.ofNanos(System.nanoTime() - launchedNs);
    return new FirstAnswer(time, cpu(), offset.getAsLong());
  }

  /// Of the node that leads the first partition.
  public int port() {
    return ports.getFirst();
  }

  /// Of each node; the first leads the first partition, the second the second, and so on.
  public List<Integer> ports() {
    return ports;
  }

  /// Where it keeps everything.
  public Path directory() {
    return directory;
  }

  /// Of its last start.
  public FirstAnswer firstAnswer() {
    return firstAnswer;
  }

  /// What its processes have used of all processors since their launch, in the user's code and in
  /// the kernel, to a hundredth of a second.
  public Duration cpu() {
    Duration sum = Duration.ZERO;
    for (Process process : processes) {
      sum =
          sum.plus(
              process
                  .info()
                  .totalCpuDuration()
                  .orElseThrow(() ->
                      new IllegalStateException("the system tells no CPU time of processes")));
    }
    return sum;
  }

  /// What of that the threads have used that compile their code while they run. They come and go:
  /// this may get less.
  public Duration cpuOfCompilers() throws IOException {
    Duration sum = Duration.ZERO;
    for (Process process : processes) {
      sum = sum.plus(Compilers.cpu(process.pid()));
    }
    return sum;
  }

  /// Resident memory, pages shared with others included.
  public double residentMib() throws IOException {
    return told("status", "VmRSS:") / (double) (1 << 10);
  }

  /// The most that the resident memory of each has been, together.
  public double peakResidentMib() throws IOException {
    return told("status", "VmHWM:") / (double) (1 << 10);
  }

  /// What its processes have caused to be read from disks.
  public long bytesFromDisk() throws IOException {
    return told("io", "read_bytes:");
  }

  private long told(String file, String name) throws IOException {
    long sum = 0;
    for (Process process : processes) {
      Path path = Path.of("/proc", Long.toString(process.pid()), file);
      sum +=
          Files.readAllLines(path).stream()
              .filter(line -> line.startsWith(name))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow(() -> new IOException(path + " tells no " + name));
    }
    return sum;
  }
}
