package io.headrace.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sends encoded produce requests again and again over some connections, and checks that each is
/// acknowledged without error and none gets the offsets of another. It has the partitions that it
/// writes to for itself.
///
/// A round ends when everything that it sent has been answered, so that no slow answer is left out
/// and none runs into the next round.
public final class ProduceLoad implements AutoCloseable {

  private static final long POLL_NS = 20_000;
  private static final long DRAIN_WITHIN_NS = TimeUnit.SECONDS.toNanos(60);

  private final Wires wires = new Wires();
  private final List<Producer> producers = new ArrayList<>();
  private final int nodes;
  private final ProduceRequests requests;
  private final Acknowledged acknowledged;
  private long sent;

  public ProduceLoad(int port, int connections, ProduceRequests requests) throws IOException {
    this(List.of(port), connections, requests);
  }

  /// @param ports of the nodes: the first leads what the first request goes to, the second the
  ///   second, and so on in turn
  /// @param connections to all nodes together, in turn
  public ProduceLoad(List<Integer> ports, int connections, ProduceRequests requests)
      throws IOException {
    this.nodes = ports.size();
    this.requests = requests;
    this.acknowledged = new Acknowledged(requests.count(), requests.recordsEach());
    try {
      for (int i = 0; i < connections; i++) {
        producers.add(new Producer(wires, ports.get(i % nodes), acknowledged));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// What a round came to.
  ///
  /// @param bytes of the requests that were answered
  /// @param endOffset after the last record of the first partition
  public record Outcome(
      long answers, long records, long bytes, long endOffset, long tookNs, Latencies latencies) {

    public double seconds() {
      return tookNs / 1e9;
    }

    public double gib() {
      return bytes / (double) (1 << 30);
    }
  }

  /// Sends what is due, serves the connections, and tells whether the round goes on.
  private interface Turn {
    boolean isMoreToCome() throws IOException;
  }

  /// Closed loop: each connection always has `depth` requests under way.
  public Outcome keepUnderWay(int depth, Duration duration) throws IOException {
    long endNs = System.nanoTime() + duration.toNanos();
    return round(() -> {
      fillUp(depth, Long.MAX_VALUE);
      wires.await();
      return System.nanoTime() < endNs;
    });
  }

  /// Closed loop: so many requests in all, `depth` of them under way on each connection.
  public Outcome send(long count, int depth) throws IOException {
    long end = sent + count;
    return round(() -> {
      fillUp(depth, end);
      wires.await();
      return sent < end;
    });
  }

  /// Open loop: so many requests a second, whatever the answers do. Their time counts from when
  /// they were due, so that a broker that stalls cannot hide the requests that it held up.
  public Outcome paced(int perSecond, Duration duration) throws IOException {
    return paced(Pace.fromNow(perSecond), duration);
  }

  Outcome paced(Pace pace, Duration duration) throws IOException {
    long endNs = pace.startNs() + duration.toNanos();
    long before = sent;
    return round(() -> {
      long nowNs = System.nanoTime();
      for (long due = before + pace.dueBy(nowNs); sent < due; ) {
        next((int) (sent % producers.size()), pace.dueNs(sent - before));
      }
      wires.poll();
      LockSupport.parkNanos(POLL_NS); // to spin would take a processor away from the broker
      return nowNs < endNs;
    });
  }

  /// Others may be served by the same thread, as those who read what is produced.
  Wires wires() {
    return wires;
  }

  private void fillUp(int depth, long end) throws IOException {
    for (int i = 0; i < producers.size(); i++) {
      while (sent < end && producers.get(i).underWay() < depth) {
        next(i, System.nanoTime());
      }
    }
  }

  private void next(int producer, long dueNs) throws IOException {
    long turn = sent++ / nodes * nodes;
    int request = (int) ((turn + producer % nodes) % requests.count());
    producers.get(producer).send(requests.packets().get(request), dueNs);
  }

  private Outcome round(Turn turn) throws IOException {
    acknowledged.beginRound();
    long startNs = System.nanoTime();
    while (turn.isMoreToCome()) {
      // one more turn
    }
    long drainedByNs = System.nanoTime() + DRAIN_WITHIN_NS;
    while (underWay() > 0) {
      if (System.nanoTime() > drainedByNs) {
        throw new IOException(underWay() + " requests were not answered within a minute");
      }
      wires.await();
    }
    acknowledged.check();
    long answers = acknowledged.answers();
    return new Outcome(
        answers,
        answers * requests.recordsEach(),
        answers * requests.bytesEach(),
        acknowledged.endOffset(),
        System.nanoTime() - startNs,
        acknowledged.latencies());
  }

  private int underWay() {
    int sum = 0;
    for (Producer producer : producers) {
      sum += producer.underWay();
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    wires.close();
  }
}
