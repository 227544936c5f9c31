package io.headrace.replication.repair;

import io.headrace.base.PartitionId;
import io.headrace.log.PartitionLog;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Timers;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The logs on this broker that have lost something, and the search for it among other replicas.
///
/// At most [#MAX_AT_ONCE] answers are waited for at a time; the others wait their turn.
///
/// Runs on: the reactor.
public final class Repairs {

  static final int MAX_AT_ONCE = 4;

  private final Ports ports;
  private final Function<PartitionId, List<Integer>> holders;
  private final Listener listener;
  private final TreeMap<PartitionId, Repair> all = new TreeMap<>();
  private final TreeMap<Integer, ReplicaPeers.Line> lines = new TreeMap<>();
  private final ArrayDeque<Repair> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean closed;

  /// What a search leans on.
  ///
  /// @param brokerEpoch of this broker's registration, −1 while it has none
  public record Ports(
      int brokerId, ReplicaPeers peers, Timers timers, Clock clock, LongSupplier brokerEpoch) {}

  /// Hears of what is back.
  public interface Listener {
    /// @param fromOffset the first that was lost
    /// @param toOffset the one behind the last
    void onRestored(PartitionId partition, long fromOffset, long toOffset, int fromBroker);
  }

  /// @param holders the other brokers that may have what a partition lost, the likeliest first
  public Repairs(Ports ports, Function<PartitionId, List<Integer>> holders, Listener listener) {
    this.ports = ports;
    this.holders = holders;
    this.listener = listener;
  }

  Ports ports() {
    return ports;
  }

  List<Integer> holders(PartitionId id) {
    return holders.apply(id);
  }

  /// Looks for what a log has lost, if it has; from now on, `onChange` hears when some of it is
  /// back, and when hope is gone.
  public void look(PartitionLog log, Runnable onChange) {
    Repair known = all.get(log.id());
    if (known != null && known.isOf(log)) {
      known.onChange(onChange);
      known.lookAgain();
      return;
    }
    end(log.id());
    if (!log.lost().ranges().isEmpty()) {
      var repair = new Repair(log, this, onChange);
      all.put(log.id(), repair);
      repair.lookAgain();
    }
  }

  /// Whether what a log has lost may be back soon, so that readers better wait.
  public boolean isHopeful(PartitionId id) {
    Repair repair = all.get(id);
    return repair != null && repair.isHopeful();
  }

  /// Whether others have these offsets, but not the batches that were here: compaction ran in
  /// another way there.
  public boolean isAnotherElsewhere(PartitionId id) {
    Repair repair = all.get(id);
    return repair != null && repair.isAnotherElsewhere();
  }

  void onRestored(PartitionId id, long fromOffset, long toOffset, int fromBroker) {
    listener.onRestored(id, fromOffset, toOffset, fromBroker);
  }

  /// The log is no longer this broker's.
  public void end(PartitionId id) {
    Repair repair = all.remove(id);
    if (repair != null) {
      repair.close();
    }
  }

  /// Nothing is lost any more.
  void onWhole(Repair repair) {
    all.remove(repair.id(), repair);
  }

  ReplicaPeers.Line line(int brokerId) {
    return lines.computeIfAbsent(brokerId, ports.peers()::to);
  }

  void whenFree(Repair repair) {
    waiting.add(repair);
    next();
  }

  void onFree() {
    underWay--;
    next();
  }

  private void next() {
    while (underWay < MAX_AT_ONCE && !closed) {
      @Nullable Repair repair = waiting.poll();
      if (repair == null) {
        return;
      }
      underWay++;
      repair.ask();
    }
  }

  /// Nobody is asked any more.
  public void close() {
    closed = true;
    all.values().forEach(Repair::close);
    all.clear();
    lines.values().forEach(ReplicaPeers.Line::close);
    lines.clear();
  }
}
