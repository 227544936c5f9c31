package io.headrace.replication;

import io.headrace.runtime.Clock;
import io.headrace.runtime.Timers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Produce requests that wait for their appends to be stored.
///
/// One timer serves all: it is set for the earliest deadline known when it was set, and looks
/// through those parked when it fires. Requests come and go far below their time limit, so it fires
/// about once in a request timeout, and there is no timer per request. There are as many entries as
/// requests in flight, which the network bounds.
///
/// Runs on: the reactor.
public final class ParkedProduces {

  private final Clock clock;
  private final Timers timers;
  private final Set<ProduceRound> parked = new LinkedHashSet<>();
  private Timers.@Nullable Timer timer;
  private long timerNs;

  public ParkedProduces(Clock clock, Timers timers) {
    this.clock = clock;
    this.timers = timers;
  }

  /// Keeps the round until it is done, but no longer than `timeoutMs`.
  public void park(ProduceRound round, int timeoutMs) {
    if (round.isDone()) {
      return;
    }
    long deadlineNs = clock.nowNs() + Math.max(0, timeoutMs) * 1_000_000L;
    round.parked(this, deadlineNs);
    parked.add(round);
    if (timer == null || deadlineNs - timerNs < 0) {
      setTimer(deadlineNs);
    }
  }

  void remove(ProduceRound round) {
    parked.remove(round);
  }

  private void setTimer(long deadlineNs) {
    if (timer != null) {
      timer.cancel();
    }
    timerNs = deadlineNs;
    timer = timers.after(deadlineNs - clock.nowNs(), this::onTimer);
  }

  private void onTimer() {
    timer = null;
    long nowNs = clock.nowNs();
    for (ProduceRound round : List.copyOf(parked)) {
      if (round.deadlineNs() - nowNs <= 0) {
        round.expire();
      }
    }
    parked.stream()
        .mapToLong(ProduceRound::deadlineNs)
        .reduce((a, b) -> a - b < 0 ? a : b)
        .ifPresent(this::setTimer);
  }
}
