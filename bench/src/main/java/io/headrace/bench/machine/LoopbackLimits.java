package io.headrace.bench.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/// Sending over the loopback, from memory and from a file in the page cache. The processor time is
/// that of both ends.
final class LoopbackLimits {

  private static final int CHUNK = 64 << 10;
  private static final int MIB = 1 << 20;
  private static final int FILE_BYTES = 64 * MIB;
  private static final double GIB = 1 << 30;

  private LoopbackLimits() {}

  /// Sends something, and tells how many bytes of it.
  private interface Sending {
    long send(SocketChannel to) throws IOException;
  }

  static List<Limit> measure(Path directory, Duration length)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile(directory, "limits", ".bin");
    try (FileChannel cached =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      cached.write(ByteBuffer.allocateDirect(FILE_BYTES));
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
      Flow memory = flow(length, to -> to.write(chunk.clear()));
      Flow sendfile = flow(length, to -> fromFile(cached, to));
      return List.of(
          new Limit("TCP over the loopback, MiB/s", memory.mibPerSecond()),
          new Limit("TCP over the loopback, CPU s/GiB of both ends", memory.cpuSecondsPerGib()),
          new Limit("sendfile from the page cache, MiB/s", sendfile.mibPerSecond()),
          new Limit(
              "sendfile from the page cache, CPU s/GiB of both ends", sendfile.cpuSecondsPerGib()));
    } finally {
      Files.delete(file);
    }
  }

  private static long fromFile(FileChannel file, SocketChannel to) throws IOException {
    long sent = 0;
    while (sent < FILE_BYTES) {
      sent += file.transferTo(sent, Math.min(MIB, FILE_BYTES - sent), to);
    }
    return sent;
  }

  private record Flow(long bytes, long tookNs, Duration cpu) {

    double mibPerSecond() {
      return bytes / (double) MIB / (tookNs / 1e9);
    }

    double cpuSecondsPerGib() {
      return cpu.toNanos() / 1e9 / (bytes / GIB);
    }
  }

  private static Flow flow(Duration length, Sending sending)
      throws IOException, InterruptedException {
    try (var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel from = SocketChannel.open(server.getLocalAddress());
          SocketChannel to = server.accept()) {
        Thread reader = Thread.ofPlatform().daemon().start(() -> drain(from));
        Duration before = cpu();
        long startNs = System.nanoTime();
        long bytes = 0;
        while (System.nanoTime() - startNs < length.toNanos()) {
          bytes += sending.send(to);
        }
        to.shutdownOutput();
        reader.join();
        return new Flow(bytes, System.nanoTime() - startNs, cpu().minus(before));
      }
    }
  }

  private static void drain(SocketChannel from) {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    try {
      while (from.read(chunk.clear()) >= 0) {
        // counted by the one who sends
      }
    } catch (IOException e) {
      throw new IllegalStateException("the loopback failed", e);
    }
  }

  /// Of this process.
  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
