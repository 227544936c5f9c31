package io.headrace.replication;

import io.headrace.runtime.Reactor;
import io.headrace.runtime.Timers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Fetches that wait for more to read (long polling), each under the partitions that it watches and
/// with one timer.
///
/// Progress only marks a fetch; those marked look at the log again once, when the turn ends, so
/// that one answer carries all that a commit made readable. There are as many entries as requests
/// in flight, which the network bounds; a closed connection takes its own along.
///
/// Runs on: the reactor.
public final class ParkedFetches {

  private static final long NS_PER_MS = 1_000_000;

  private final Reactor reactor;
  private final Timers timers;
  private final Map<Long, Set<Parked>> byConnection = new TreeMap<>();
  private final SequencedSet<Parked> byAge = new LinkedHashSet<>();
  private Set<Parked> marked = new LinkedHashSet<>();

  public ParkedFetches(Reactor reactor, Timers timers) {
    this.reactor = reactor;
    this.timers = timers;
  }

  /// Answers the round now if it can be, else when it can be or when its time is up.
  ///
  /// @param connection of whoever asks
  public void answerOrPark(FetchRound round, long connection) {
    if (round.limits().maxWaitMs() <= 0) {
      round.finish();
    } else if (!round.tryFinish()) {
      new Parked(round, connection).park();
    }
  }

  /// Gives up what waits for this connection's sake.
  public void onClosed(long connection) {
    for (Parked parked : List.copyOf(byConnection.getOrDefault(connection, Set.of()))) {
      parked.leave();
      parked.round.giveUp();
    }
  }

  /// Answers the one that has waited longest with what there is; false if none waits.
  public boolean answerOldest() {
    if (byAge.isEmpty()) {
      return false;
    }
    byAge.getFirst().onTimeUp();
    return true;
  }

  /// How many fetches wait.
  public int size() {
    return byAge.size();
  }

  private void mark(Parked parked) {
    if (marked.isEmpty()) {
      reactor.atEndOfTurn(this::lookAgain);
    }
    marked.add(parked);
  }

  private void lookAgain() {
    Set<Parked> now = marked;
    marked = new LinkedHashSet<>();
    now.forEach(Parked::lookAgain);
  }

  private final class Parked implements ReadablePartition.Watcher {
    private final FetchRound round;
    private final long connection;
    private Timers.@Nullable Timer timer;
    private boolean waiting;

    Parked(FetchRound round, long connection) {
      this.round = round;
      this.connection = connection;
    }

    void park() {
      waiting = true;
      byAge.add(this);
      byConnection.computeIfAbsent(connection, _ -> new LinkedHashSet<>()).add(this);
      round.scope().watch(this);
      timer = timers.after(round.limits().maxWaitMs() * NS_PER_MS, this::onTimeUp);
    }

    @Override
    public void onProgress() {
      mark(this);
    }

    void lookAgain() {
      if (waiting && round.tryFinish()) {
        leave();
      }
    }

    private void onTimeUp() {
      if (waiting) {
        leave();
        round.finish();
      }
    }

    void leave() {
      waiting = false;
      byAge.remove(this);
      if (timer != null) {
        timer.cancel();
      }
      round.scope().unwatch(this);
      Set<Parked> ofConnection = byConnection.get(connection);
      if (ofConnection != null) {
        ofConnection.remove(this);
        if (ofConnection.isEmpty()) {
          byConnection.remove(connection);
        }
      }
    }
  }
}
