package io.headrace.simulator.cluster;

import io.headrace.metadata.PartitionImage;
import io.headrace.simulator.client.AskingOffsets;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Target;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// Deletes the records of a partition from the front (DeleteRecords): what was deleted once stays
/// so, whoever leads next, and nothing else goes.
final class Trimmer implements Missing {
  private static final int MAX_RECORDS = 40;
  private static final long PAUSE_NS = 300_000_000;

  private final SimulatedCluster cluster;
  private final ClusterClient client;
  private final Target target;
  private final LongSupplier readEnd;

  /// What was promised to be gone, by the newest leader epoch that was known then.
  private final TreeMap<Integer, Long> promised = new TreeMap<>();

  private long attempted;
  private boolean stopped;

  /// @param readEnd how far somebody has read
  Trimmer(SimulatedCluster cluster, ClusterClient client, Target target, LongSupplier readEnd) {
    this.cluster = cluster;
    this.client = client;
    this.target = target;
    this.readEnd = readEnd;
  }

  void start() {
    cluster
        .world()
        .after(
            client.random().between(1, PAUSE_NS),
            () -> {
              if (!stopped) {
                client.findLeader(target, this::trimAt);
              }
            });
  }

  void stop() {
    stopped = true;
  }

  private void trimAt(int leader) {
    if (leader == ClusterClient.NOBODY) {
      start();
      return;
    }
    long gone = promised.isEmpty() ? 0 : promised.lastEntry().getValue();
    long before = Math.min(readEnd.getAsLong(), gone + client.random().nextInt(MAX_RECORDS));
    attempted = Math.max(attempted, before);
    new AskingOffsets(client.at(leader), target)
        .deleteBefore(before, answer -> onAnswer(before, answer));
  }

  private void onAnswer(long before, AskingOffsets.@Nullable Answer answer) {
    if (answer != null && answer.error() == Errors.NONE) {
      if (answer.offset() < before || answer.offset() > attempted) {
        throw new InvariantViolation(
            "all before %d of %s was deleted, and nothing from %d on: %s"
                .formatted(before, target, attempted, answer));
      }
      PartitionImage now = cluster.partition(target);
      if (now != null) {
        promised.merge(now.leaderEpoch(), before, Math::max);
        promised.merge(now.leaderEpoch(), lowestStart(now.leaderEpoch()), Math::max);
      }
    }
    start();
  }

  @Override
  public long highestStart() {
    return attempted;
  }

  @Override
  public long lowestStart(int leaderEpoch) {
    return promised.headMap(leaderEpoch, true).values().stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }
}
