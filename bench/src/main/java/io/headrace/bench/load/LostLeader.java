package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/// A topic on several nodes of which one dies: how long until the others acknowledge records in the
/// partitions that it led.
public final class LostLeader implements AutoCloseable {

  private static final String TOPIC = "failover";
  private static final int VALUE_BYTES = 100;
  private static final int ANSWER_BYTES = 64 << 10;
  private static final long TRY_AGAIN_NS = 1_000_000;
  private static final long LIMIT_NS = 60_000_000_000L;

  /// A node that was taken for dead while it made the topic leads nothing until it is elected
  /// again.
  private static final long ELECT_AFTER_NS = 2_000_000_000L;

  /// For what the nodes still do of what was asked before.
  private static final long SETTLE_NS = 5_000_000_000L;

  private final List<Integer> ports;
  private final int nodes;
  private final int partitions;
  private final int victim;
  private final Exchange dying;
  private final List<Exchange> others = new ArrayList<>();

  /// @param ports of the nodes; each leads an equal part of the partitions
  /// @param victim the index of the port of the node that will die
  public LostLeader(List<Integer> ports, int partitions, int victim) throws IOException {
    this.ports = List.copyOf(ports);
    this.nodes = ports.size();
    this.partitions = partitions;
    this.victim = victim;
    this.dying = new Exchange(ports.get(victim), ANSWER_BYTES);
  }

  /// The index of the port of the node that leads the metadata log.
  public static int controller(List<Integer> ports) throws IOException {
    try (var exchange = new Exchange(ports.getFirst(), ANSWER_BYTES)) {
      return Messages.quorumLeader(exchange.ask(Messages.describeQuorum())) - 1; // ids are from 1
    }
  }

  /// Makes the topic, with a replica of each partition on each node, and writes a record to all
  /// that the dying node leads. Returns when the nodes have come to rest. Only then are the others
  /// connected to: a broker closes connections on which nothing is asked.
  public void prepare() throws IOException {
    dying.ask(Messages.createReplicatedTopic(TOPIC, nodes, partitions));
    for (int partition = victim; partition < partitions; partition += nodes) {
      awaitLedByVictim(partition);
    }
    LockSupport.parkNanos(SETTLE_NS);
    for (int index = 0; index < nodes; index++) {
      if (index != victim) {
        others.add(new Exchange(ports.get(index), ANSWER_BYTES));
      }
    }
  }

  /// Returns when another node has acknowledged a record in the first partition.
  public void awaitOne() throws IOException {
    awaitAcknowledged(others, victim);
  }

  /// Returns when others have acknowledged a record in each partition that the dead node led; tells
  /// how long the slowest was waited for.
  public long awaitAll() throws IOException {
    long longestNs = 0;
    for (int partition = victim; partition < partitions; partition += nodes) {
      long startNs = System.nanoTime();
      awaitAcknowledged(others, partition);
      longestNs = Math.max(longestNs, System.nanoTime() - startNs);
    }
    return longestNs;
  }

  private void awaitLedByVictim(int partition) throws IOException {
    var errors = new TreeSet<Short>();
    for (long waitedNs = 0; waitedNs < LIMIT_NS; waitedNs += ELECT_AFTER_NS) {
      if (isAcknowledged(List.of(dying), partition, ELECT_AFTER_NS, errors)) {
        return;
      }
      dying.ask(Messages.electPreferredLeaders());
    }
    throw new IOException(
        "the node takes no record in partition %d, but answers errors %s"
            .formatted(partition, errors));
  }

  private static void awaitAcknowledged(List<Exchange> nodes, int partition) throws IOException {
    var errors = new TreeSet<Short>();
    if (!isAcknowledged(nodes, partition, LIMIT_NS, errors)) {
      throw new IOException(
          "no other node acknowledged a record in partition %d, but answered errors %s"
              .formatted(partition, errors));
    }
  }

  /// Tries for so long.
  ///
  /// @param errors what was answered instead is added
  private static boolean isAcknowledged(
      List<Exchange> nodes, int partition, long limitNs, Set<Short> errors) throws IOException {
    ByteBuffer record =
        Messages.produce(new Target(TOPIC, partition), 0, Batch.ofBytes(1, VALUE_BYTES));
    long startNs = System.nanoTime();
    while (System.nanoTime() - startNs < limitNs) {
      for (Exchange node : nodes) {
        ProduceAnswer answer = ProduceAnswer.of(node.ask(record.rewind()));
        if (answer.isAcknowledged()) {
          return true;
        }
        errors.add(answer.error());
      }
      LockSupport.parkNanos(TRY_AGAIN_NS);
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    dying.close();
    for (Exchange other : others) {
      other.close();
    }
  }
}
