package io.headrace.replication.follower;

import java.util.TreeMap;

/// The fetch lines of this broker, one to each leader that it follows, made and closed as needed.
///
/// Runs on: the reactor.
public final class ReplicaFetching {

  private final int replicaId;
  private final FetchLine.Ports ports;
  private final ReplicaFetch.Limits limits;
  private final TreeMap<Integer, FetchLine> lines = new TreeMap<>();

  public ReplicaFetching(int replicaId, FetchLine.Ports ports, ReplicaFetch.Limits limits) {
    this.replicaId = replicaId;
    this.ports = ports;
    this.limits = limits;
  }

  /// Fetches the partition from this leader from now on; from none if that is −1.
  public void move(FollowedPartition partition, int from, int to) {
    if (from == to) {
      return;
    }
    FetchLine before = lines.get(from);
    if (before != null) {
      before.remove(partition.id());
      if (before.isEmpty()) {
        before.close();
        lines.remove(from);
      }
    }
    if (to >= 0) {
      lines
          .computeIfAbsent(to, leader -> new FetchLine(replicaId, leader, ports, limits))
          .add(partition);
    }
  }

  public void onWish(FollowedPartition partition) {
    FetchLine line = lines.get(partition.leader());
    if (line != null) {
      line.onWish(partition);
    }
  }

  public void close() {
    lines.values().forEach(FetchLine::close);
    lines.clear();
  }
}
