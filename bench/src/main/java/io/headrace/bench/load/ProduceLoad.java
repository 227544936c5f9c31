package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sends one encoded produce request again and again over some connections, and checks that each is
/// acknowledged without error.
///
/// A round ends when everything that it sent has been answered, so that no slow answer is left out
/// and none runs into the next round.
public final class ProduceLoad implements AutoCloseable {

  private static final long POLL_NS = 20_000;
  private static final long DRAIN_WITHIN_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long SELECT_MS = 10;

  private final Selector selector;
  private final List<LoadConnection> connections = new ArrayList<>();
  private final int packetBytes;

  /// @param packet a whole request, as [Messages] makes them
  public ProduceLoad(int port, int connectionCount, ByteBuffer packet) throws IOException {
    this.packetBytes = packet.remaining();
    this.selector = Selector.open();
    try {
      for (int i = 0; i < connectionCount; i++) {
        connections.add(new LoadConnection(port, selector, packet));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// What a round came to.
  public record Outcome(long answers, long bytes, long tookNs, Latencies latencies) {

    public double seconds() {
      return tookNs / 1e9;
    }

    public double gib() {
      return bytes / (double) (1 << 30);
    }
  }

  /// Sends what is due at a point of a round.
  private interface Pace {
    void send(long startNs, long nowNs) throws IOException;
  }

  /// Closed loop: each connection always has `depth` requests under way.
  public Outcome keepUnderWay(int depth, Duration duration) throws IOException {
    return drive(
        duration,
        (_, _) -> {
          for (LoadConnection connection : connections) {
            while (connection.inFlight() < depth) {
              connection.send(System.nanoTime());
            }
          }
          selector.select(SELECT_MS);
        });
  }

  /// Open loop: so many requests a second, whatever the answers do. Their time counts from when
  /// they were due, so that a broker that stalls cannot hide the requests that it held up.
  public Outcome paced(int perSecond, Duration duration) throws IOException {
    var clock = new PaceClock(perSecond);
    return drive(
        duration,
        (startNs, nowNs) -> {
          for (long due = clock.due(nowNs - startNs); clock.sent < due; clock.sent++) {
            long dueNs = startNs + clock.dueNs(clock.sent);
            connections.get((int) (clock.sent % connections.size())).send(dueNs);
          }
          selector.selectNow();
          LockSupport.parkNanos(POLL_NS); // to spin would take a processor away from the broker
        });
  }

  private static final class PaceClock {
    private final int perSecond;
    private long sent;

    PaceClock(int perSecond) {
      this.perSecond = perSecond;
    }

    long due(long elapsedNs) {
      return (long) (elapsedNs / 1e9 * perSecond);
    }

    long dueNs(long request) {
      return (long) (request * 1e9 / perSecond);
    }
  }

  private Outcome drive(Duration duration, Pace pace) throws IOException {
    var latencies = new Latencies();
    long startNs = System.nanoTime();
    long endNs = startNs + duration.toNanos();
    long answers = 0;
    for (long nowNs = startNs; nowNs < endNs; nowNs = System.nanoTime()) {
      pace.send(startNs, nowNs);
      answers += readAll(latencies);
    }
    while (inFlight() > 0) {
      if (System.nanoTime() > endNs + DRAIN_WITHIN_NS) {
        throw new IOException(inFlight() + " requests were not answered within a minute");
      }
      selector.select(SELECT_MS);
      answers += readAll(latencies);
    }
    return new Outcome(answers, answers * packetBytes, System.nanoTime() - startNs, latencies);
  }

  private int inFlight() {
    int sum = 0;
    for (LoadConnection connection : connections) {
      sum += connection.inFlight();
    }
    return sum;
  }

  private int readAll(Latencies latencies) throws IOException {
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

  @Override
  public void close() throws IOException {
    for (LoadConnection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
