package io.headrace.replication;

import io.headrace.replication.leader.Input;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Tells the leaders that have followers, once a second, how late it is.
///
/// Runs on: the reactor.
final class LeaderTicks {

  private static final long TICK_NS = 1_000_000_000;

  private final Replication replication;
  private final ReplicaSessions sessions;
  private final Set<Partition> withFollowers = new LinkedHashSet<>();
  private boolean ticking;
  private boolean closed;

  LeaderTicks(Replication replication, ReplicaSessions sessions) {
    this.replication = replication;
    this.sessions = sessions;
  }

  void add(Partition leader) {
    withFollowers.add(leader);
    tickSoon();
  }

  void remove(Partition leader) {
    withFollowers.remove(leader);
  }

  private void tickSoon() {
    if (!ticking && !closed) {
      ticking = true;
      replication.timers().after(TICK_NS, this::tick);
    }
  }

  private void tick() {
    ticking = false;
    var tick =
        new Input.Tick(
            replication.clock().nowNs(), replication.limits().lagMaxNs(), sessions::lastHeardNs);
    List.copyOf(withFollowers).forEach(partition -> partition.tick(tick));
    if (!withFollowers.isEmpty()) {
      tickSoon();
    }
  }

  void close() {
    closed = true;
  }
}
