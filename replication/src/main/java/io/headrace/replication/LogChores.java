package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.Consumer;

/// Logs that are to be made and deleted, so many in each turn. Each takes the disk some system
/// calls: all of a topic with thousands of partitions in one turn would hold the reactor for
/// seconds, and the cluster would take the node for dead.
///
/// Runs on: the reactor.
final class LogChores {

  /// Some ten milliseconds.
  static final int MAX_PER_TURN = 200;

  /// Lets the reactor look at its sockets in between.
  private static final long PAUSE_NS = 1_000_000;

  private final Reactor reactor;
  private final Timers timers;
  private final Consumer<PartitionId> maker;
  private final Runnable afterwards;
  private final SequencedSet<PartitionId> toMake = new LinkedHashSet<>();
  private final Deque<Runnable> deletions = new ArrayDeque<>();
  private int doneInThisTurn;
  private boolean waits;
  private boolean closed;

  /// @param maker is told of a log that could not be made before, and may now
  /// @param afterwards runs when some were made or deleted
  LogChores(Reactor reactor, Timers timers, Consumer<PartitionId> maker, Runnable afterwards) {
    this.reactor = reactor;
    this.timers = timers;
    this.maker = maker;
    this.afterwards = afterwards;
  }

  /// Whether the log of this partition may be made at once; if not, `maker` hears when.
  boolean mayMake(PartitionId id) {
    if (take()) {
      toMake.remove(id);
      return true;
    }
    toMake.add(id);
    goOnLater();
    return false;
  }

  /// Whether the partition's log is still to be made.
  boolean isToBeMade(PartitionId id) {
    return toMake.contains(id);
  }

  /// Runs `deletion`, now or in a later turn.
  void delete(Runnable deletion) {
    if (take()) {
      deletion.run();
    } else {
      deletions.add(deletion);
      goOnLater();
    }
  }

  private boolean take() {
    if (doneInThisTurn == MAX_PER_TURN) {
      return false;
    }
    if (doneInThisTurn++ == 0) {
      reactor.atEndOfTurn(() -> doneInThisTurn = 0);
    }
    return true;
  }

  private void goOnLater() {
    if (!waits && !closed) {
      waits = true;
      timers.after(PAUSE_NS, this::goOn);
    }
  }

  private void goOn() {
    waits = false;
    if (closed) {
      return;
    }
    int room = MAX_PER_TURN - doneInThisTurn;
    for (int i = 0; i < room && !toMake.isEmpty(); i++) {
      maker.accept(toMake.removeFirst());
    }
    while (!deletions.isEmpty() && take()) {
      deletions.remove().run();
    }
    afterwards.run();
    if (!toMake.isEmpty() || !deletions.isEmpty()) {
      goOnLater();
    }
  }

  /// What is to be deleted is deleted now; what is to be made is made after the next start.
  void close() {
    closed = true;
    deletions.forEach(Runnable::run);
    deletions.clear();
  }
}
