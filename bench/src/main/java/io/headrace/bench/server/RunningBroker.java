package io.headrace.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A broker that has acknowledged its first record, and what it has cost so far.
public final class RunningBroker {

  private final Process process;
  private final int port;
  private final Duration timeToFirstRecord;
  private final Duration cpuOfFirstRecord;

  RunningBroker(Process process, int port, Duration timeToFirstRecord) {
    this.process = process;
    this.port = port;
    this.timeToFirstRecord = timeToFirstRecord;
    this.cpuOfFirstRecord = cpu();
  }

  public int port() {
    return port;
  }

  /// From the launch of the process until it had acknowledged a record.
  public Duration timeToFirstRecord() {
    return timeToFirstRecord;
  }

  /// What that took of all processors together.
  public Duration cpuOfFirstRecord() {
    return cpuOfFirstRecord;
  }

  /// What the process has used of all processors since its launch, in the user's code and in the
  /// kernel, to a hundredth of a second.
  public Duration cpu() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("the system tells no CPU time of processes"));
  }

  /// Resident memory, pages shared with others included.
  public long residentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow(() -> new IOException(status + " tells no resident memory"));
  }
}
