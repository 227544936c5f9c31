package io.headrace.network.load;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Loads a broker and says what that cost it, by the CPU time of its process.
///
/// ```
/// Load produce PORT PID CONNECTIONS DEPTH RECORDS VALUE_BYTES SECONDS
/// Load paced   PORT PID CONNECTIONS RATE  RECORDS VALUE_BYTES SECONDS
/// Load fetch   PORT PID TOPIC MAX_BYTES ROUNDS
/// ```
///
/// `produce` keeps DEPTH requests of RECORDS records under way on each connection; `paced` sends
/// RATE requests a second, whatever the answers do, and counts their time from when they were due;
/// `fetch` reads partition 0 of a topic from its beginning. The first fifth of a run is not
/// counted.
final class Load {

  private static final String TOPIC = "load";
  private static final double TICKS_PER_SECOND = 100;
  private static final long POLL_NS = 20_000;

  private final int port;
  private final Path stat;

  private Load(int port, long pid) {
    this.port = port;
    this.stat = Path.of("/proc/" + pid + "/stat");
  }

  public static void main(String[] args) throws IOException {
    var load = new Load(Integer.parseInt(args[1]), Long.parseLong(args[2]));
    switch (args[0]) {
      case "produce", "paced" ->
          load.produce(
              "paced".equals(args[0]),
              number(args, 3),
              number(args, 4),
              Messages.produce(TOPIC, 0, number(args, 5), number(args, 6)),
              number(args, 7));
      case "fetch" -> load.fetch(args[3], number(args, 4), number(args, 5));
      default -> throw new IllegalArgumentException("what is " + args[0] + "?");
    }
  }

  private static int number(String[] args, int index) {
    return Integer.parseInt(args[index]);
  }

  private void produce(
      boolean paced, int connectionCount, int depthOrRate, ByteBuffer packet, int seconds)
      throws IOException {
    createTopic();
    Selector selector = Selector.open();
    List<LoadConnection> connections = new ArrayList<>();
    for (int i = 0; i < connectionCount; i++) {
      connections.add(new LoadConnection(port, selector, packet));
    }
    var latencies = new Latencies();
    long startNs = System.nanoTime();
    long warmNs = startNs + seconds * 200_000_000L;
    long endNs = startNs + seconds * 1_000_000_000L;
    @Nullable Cpu warmCpu = null;
    long answers = 0;
    long sent = 0;
    for (long nowNs = startNs; nowNs < endNs; nowNs = System.nanoTime()) {
      if (warmCpu == null && nowNs >= warmNs) {
        warmCpu = cpu();
        warmNs = nowNs;
        latencies.clear();
        answers = 0;
      }
      if (paced) {
        long due = (long) ((nowNs - startNs) / 1e9 * depthOrRate);
        for (; sent < due; sent++) {
          long dueNs = startNs + (long) (sent * 1e9 / depthOrRate);
          connections.get((int) (sent % connectionCount)).send(dueNs);
        }
        selector.selectNow();
      } else {
        for (LoadConnection each : connections) {
          while (each.inFlight() < depthOrRate) {
            each.send(System.nanoTime());
          }
        }
        selector.select(10);
      }
      answers += readAll(selector, latencies);
      if (paced) {
        LockSupport.parkNanos(POLL_NS); // to spin would take a processor away from the broker
      }
    }
    report(
        answers,
        packet.remaining(),
        System.nanoTime() - warmNs,
        cpu().minus(requireNonNull(warmCpu)));
    System.out.println(latencies.summary());
  }

  private static int readAll(Selector selector, Latencies latencies) throws IOException {
    int answers = 0;
    for (SelectionKey key : selector.selectedKeys()) {
      var connection = (LoadConnection) key.attachment();
      if (key.isWritable()) {
        connection.write();
      }
      if (key.isReadable()) {
        answers += connection.read(latencies);
      }
    }
    selector.selectedKeys().clear();
    return answers;
  }

  private void report(long answers, int packetBytes, long tookNs, Cpu used) {
    double cpu = used.seconds();
    double gib = (double) answers * packetBytes / (1 << 30);
    System.out.printf(
        "%d requests in %.2f s: %.0f/s, %.1f MiB/s, %.1f CPU us per request, %.2f CPU s per GiB,"
            + " CPU %.0f %%, %.0f %% of it in the kernel%n",
        answers,
        tookNs / 1e9,
        answers / (tookNs / 1e9),
        gib * 1024 / (tookNs / 1e9),
        cpu * 1e6 / answers,
        cpu / gib,
        cpu * 100 / (tookNs / 1e9),
        used.systemSeconds() * 100 / cpu);
  }

  private void fetch(String topic, int maxBytes, int rounds) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      ReadableByteChannel in = Channels.newChannel(socket.getInputStream());
      ByteBuffer answer = ByteBuffer.allocate(maxBytes + (1 << 20));
      Cpu before = cpu();
      long startNs = System.nanoTime();
      long bytes = 0;
      long requests = 0;
      for (int round = 0; round < rounds; round++) {
        long offset = 0;
        for (long next = 0; next >= 0; ) {
          ByteBuffer packet = Messages.fetch(topic, 0, offset, maxBytes);
          byte[] request = new byte[packet.remaining()];
          packet.get(request);
          socket.getOutputStream().write(request);
          readAnswer(in, answer);
          bytes += answer.remaining();
          requests++;
          next = nextOffset(answer, topic);
          offset = next < 0 ? offset : next;
        }
      }
      double seconds = (System.nanoTime() - startNs) / 1e9;
      double gib = bytes / (double) (1 << 30);
      double used = cpu().minus(before).seconds();
      System.out.printf(
          "%.2f GiB in %.2f s and %d requests: %.0f MiB/s, %.3f CPU s per GiB, %.1f CPU us per"
              + " request%n",
          gib, seconds, requests, gib * 1024 / seconds, used / gib, used * 1e6 / requests);
    }
  }

  /// After the last batch of a Fetch answer of version 11; -1 if there is none.
  private static long nextOffset(ByteBuffer answer, String topic) {
    int partition = 4 + 4 + 2 + 4 + 4 + 2 + topic.length() + 4;
    int error = answer.getShort(partition + 4);
    if (error != 0) {
      throw new IllegalStateException("fetch error " + error);
    }
    int aborted = answer.getInt(partition + 6 + 24);
    int records = partition + 6 + 24 + 4 + Math.max(aborted, 0) * 16 + 4;
    int length = answer.getInt(records);
    int at = records + 4;
    int end = at + length;
    long next = -1;
    while (end - at >= 61 && end - at >= 12 + answer.getInt(at + 8)) {
      next = answer.getLong(at) + answer.getInt(at + 23) + 1;
      at += 12 + answer.getInt(at + 8);
    }
    return next;
  }

  private static void readAnswer(ReadableByteChannel in, ByteBuffer answer) throws IOException {
    answer.clear().limit(4);
    fill(in, answer);
    answer.clear().limit(answer.getInt(0));
    fill(in, answer);
    answer.flip();
  }

  private static void fill(ReadableByteChannel in, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (in.read(target) < 0) {
        throw new EOFException("the broker closed the connection");
      }
    }
  }

  private void createTopic() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      ByteBuffer packet = Messages.createTopic(TOPIC, 1);
      byte[] bytes = new byte[packet.remaining()];
      packet.get(bytes);
      socket.getOutputStream().write(bytes);
      readAnswer(Channels.newChannel(socket.getInputStream()), ByteBuffer.allocate(64 << 10));
    }
  }

  private Cpu cpu() throws IOException {
    String line = Files.readString(stat);
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return new Cpu(
        Long.parseLong(fields[11]) / TICKS_PER_SECOND,
        Long.parseLong(fields[12]) / TICKS_PER_SECOND);
  }

  /// What a process has used, outside and inside the kernel.
  private record Cpu(double userSeconds, double systemSeconds) {
    double seconds() {
      return userSeconds + systemSeconds;
    }

    Cpu minus(Cpu before) {
      return new Cpu(userSeconds - before.userSeconds, systemSeconds - before.systemSeconds);
    }
  }
}
