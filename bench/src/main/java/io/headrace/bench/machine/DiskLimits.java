package io.headrace.bench.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/// Writing to stable storage: much at a time, and little at a time where the file system has
/// nothing to note but the bytes. And writing to the page cache alone: a virtual machine that gives
/// memory back to its host pays for each page of a new file as if it had never had it.
final class DiskLimits {

  private static final int MIB = 1 << 20;
  private static final int SMALL = 4 << 10;
  private static final int PREPARED_BYTES = 32 * MIB;
  private static final long MAX_CACHED_BYTES = 2048L * MIB;
  private static final double GIB = 1 << 30;

  private DiskLimits() {}

  static List<Limit> measure(Path directory, Duration length) throws IOException {
    Path file = Files.createTempFile(directory, "limits", ".bin");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      double mibPerSecond = sequential(channel, length);
      prepare(channel);
      Histogram small = inPlace(channel, length);
      return List.of(
          new Limit("write to the page cache, CPU s/GiB", pageCache(directory, length)),
          new Limit("write and sync by the MiB, MiB/s", mibPerSecond),
          new Limit(
              "write and sync 4 KiB in a file laid out before, p50 ms",
              small.getValueAtPercentile(50) / 1e6),
          new Limit(
              "write and sync 4 KiB in a file laid out before, p99 ms",
              small.getValueAtPercentile(99) / 1e6));
    } finally {
      Files.delete(file);
    }
  }

  private static double sequential(FileChannel channel, Duration length) throws IOException {
    ByteBuffer mib = ByteBuffer.allocateDirect(MIB);
    long startNs = System.nanoTime();
    long written = 0;
    while (System.nanoTime() - startNs < length.toNanos()) {
      written += channel.write(mib.clear());
      channel.force(false);
    }
    return written / (double) MIB / ((System.nanoTime() - startNs) / 1e9);
  }

  private static double pageCache(Path directory, Duration length) throws IOException {
    Path file = Files.createTempFile(directory, "limits", ".bin");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer mib = ByteBuffer.allocateDirect(MIB);
      long endNs = System.nanoTime() + length.toNanos();
      Duration before = cpu();
      long written = 0;
      while (System.nanoTime() < endNs && written < MAX_CACHED_BYTES) {
        written += channel.write(mib.clear());
      }
      return cpu().minus(before).toNanos() / 1e9 / (written / GIB);
    } finally {
      Files.delete(file);
    }
  }

  /// Of this process.
  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static void prepare(FileChannel channel) throws IOException {
    ByteBuffer mib = ByteBuffer.allocateDirect(MIB);
    for (long at = 0; at < PREPARED_BYTES; at += MIB) {
      channel.write(mib.clear(), at);
    }
    channel.force(true);
  }

  private static Histogram inPlace(FileChannel channel, Duration length) throws IOException {
    ByteBuffer small = ByteBuffer.allocateDirect(SMALL);
    var times = new Histogram(3);
    long endNs = System.nanoTime() + length.toNanos();
    for (long at = 0; System.nanoTime() < endNs; at = (at + SMALL) % PREPARED_BYTES) {
      long startNs = System.nanoTime();
      channel.write(small.clear(), at);
      channel.force(false);
      times.recordValue(System.nanoTime() - startNs);
    }
    return times;
  }
}
