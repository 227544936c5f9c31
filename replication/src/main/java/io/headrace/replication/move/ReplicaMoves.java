package io.headrace.replication.move;

import io.headrace.base.PartitionId;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.replication.throttle.ReplicaThrottle;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The replicas that are on their way from one log directory of this broker to another. At most
/// [#MAX_AT_WORK] are copied at a time; the others wait their turn, as do those that cannot go on
/// for now.
///
/// What is copied is read, checked and appended on the reactor, between requests. So in one turn of
/// it there is one piece, whichever move it belongs to, and pieces are small: [#MAX_PIECE_BYTES] of
/// an old segment, which nobody has in memory, are read within a millisecond from a disk that gives
/// 150 MB/s. The moves together are no slower for it, as each waits for the sync of its piece
/// anyway.
///
/// Runs on: the reactor.
public final class ReplicaMoves {

  static final int MAX_AT_WORK = 4;

  /// What is copied in one turn, unless a batch is larger.
  public static final int MAX_PIECE_BYTES = 128 << 10;

  /// Lets the reactor look at its sockets.
  private static final long PAUSE_NS = 1_000_000;

  private final Ports ports;
  private final Function<PartitionId, @Nullable MovableReplica> replicas;
  private final Listener listener;
  private final TreeMap<PartitionId, ReplicaMove> all = new TreeMap<>();
  private final ArrayDeque<ReplicaMove> waiting = new ArrayDeque<>();
  private int atWork;
  private boolean copiedInThisTurn;
  private boolean closed;

  /// What moving leans on.
  ///
  /// @param pieceBytes how much is copied in one turn
  public record Ports(Reactor reactor, Timers timers, ReplicaThrottle throttle, int pieceBytes) {}

  /// Hears what becomes of moves.
  public interface Listener {

    void onMoved(PartitionId id, LogDirectory to);

    /// It is tried again, unless the directory has left service.
    void onTrouble(PartitionId id, String what);
  }

  /// @param replicas what leads or follows a partition here now; null if nothing does
  public ReplicaMoves(
      Ports ports, Function<PartitionId, @Nullable MovableReplica> replicas, Listener listener) {
    this.ports = ports;
    this.replicas = replicas;
    this.listener = listener;
  }

  Ports ports() {
    return ports;
  }

  @Nullable MovableReplica replica(PartitionId id) {
    return replicas.apply(id);
  }

  /// Where a replica is on its way to; null if it is not.
  public @Nullable LogDirectory destination(PartitionId id) {
    ReplicaMove move = all.get(id);
    return move == null ? null : move.to();
  }

  /// Moves a replica that is not on its way yet. A future log that is there already goes on, unless
  /// compaction may have come between.
  ///
  /// @throws IOException if there can be no log in that directory; then nothing has changed
  public void begin(PartitionLog log, LogDirectory from, LogDirectory to) throws IOException {
    if (to.future(log.id()) != null && log.stillness().mayBeCompacted()) {
      to.delete(log.id());
    }
    if (to.future(log.id()) == null) {
      to.createFuture(log.id(), log.config());
    }
    var move = new ReplicaMove(log, from, to, this);
    all.put(log.id(), move);
    waiting.add(move);
    next();
  }

  /// The replica stays where it is.
  public void cancel(PartitionId id) {
    ReplicaMove move = all.get(id);
    if (move != null) {
      end(move);
      delete(move);
    }
  }

  /// What leads or follows the partition is about to change: who is held goes on first.
  public void interrupt(PartitionId id) {
    ReplicaMove move = all.get(id);
    if (move != null) {
      move.letGo();
    }
  }

  private void next() {
    while (atWork < MAX_AT_WORK && !closed) {
      ReplicaMove move = waiting.poll();
      if (move == null) {
        return;
      }
      atWork++;
      move.work();
    }
  }

  /// Runs `task`, which copies a piece, when nothing else was copied in the same turn.
  void inTurn(Runnable task) {
    if (copiedInThisTurn) {
      ports.timers().after(PAUSE_NS, () -> inTurn(task));
    } else {
      copiedInThisTurn = true;
      ports.reactor().atEndOfTurn(() -> copiedInThisTurn = false);
      task.run();
    }
  }

  void onPaused(ReplicaMove move, @Nullable String why, long delayNs) {
    if (why != null) {
      listener.onTrouble(move.id(), why);
    }
    atWork--;
    ports
        .timers()
        .after(
            delayNs,
            () -> {
              if (all.get(move.id()) == move) {
                waiting.add(move);
                next();
              }
            });
    next();
  }

  void onTrouble(PartitionId id, String what) {
    listener.onTrouble(id, what);
  }

  void onMoved(ReplicaMove move) {
    all.remove(move.id());
    atWork--;
    listener.onMoved(move.id(), move.to());
    next();
  }

  /// Ends a move; the future log stays.
  void end(ReplicaMove move) {
    all.remove(move.id());
    waiting.remove(move);
    if (move.end()) {
      atWork--;
    }
    next();
  }

  /// The copy has lost something: it is made again.
  void beginAnew(ReplicaMove move) {
    end(move);
    delete(move);
    try {
      begin(move.source(), move.from(), move.to());
    } catch (IOException e) {
      listener.onTrouble(move.id(), "cannot be copied again: " + e.getMessage());
    }
  }

  private void delete(ReplicaMove move) {
    try {
      if (move.to().future(move.id()) != null && move.to().offlineCause() == null) {
        move.to().delete(move.id());
      }
    } catch (IOException e) {
      listener.onTrouble(move.id(), "copy not deleted: " + e.getMessage());
    }
  }

  /// Nothing is moved any more; the next start goes on with what is there.
  public void close() {
    closed = true;
    List.copyOf(all.values()).forEach(this::end);
  }
}
