package io.headrace.broker;

import io.headrace.runtime.Timers;
import java.util.Locale;
import java.util.function.Consumer;

/// Tells the operator that connections wait because requests take all the memory they may: when it
/// begins, every ten seconds while it lasts, and when for ten seconds nobody had to wait.
///
/// Runs on: the reactor.
final class MemoryShortage {

  private static final long PAUSE_NS = 10_000_000_000L;

  private final RequestMemory memory;
  private final Timers timers;
  private final Consumer<String> log;
  private boolean lasts;
  private long postponed;

  /// @param log takes one line for the operator
  MemoryShortage(RequestMemory memory, Timers timers, Consumer<String> log) {
    this.memory = memory;
    this.timers = timers;
    this.log = log;
  }

  /// A connection has to wait.
  void onPostponed() {
    postponed++;
    if (!lasts) {
      lasts = true;
      tell();
    }
  }

  private void tell() {
    log.accept(
        String.format(
            Locale.ROOT,
            "waiting-connections=%d postponed-requests=%d limit-bytes=%d: requests take all the"
                + " memory they may, a quarter of the heap; HEADRACE_HEAP gives the node more",
            memory.waitingConnections(),
            postponed,
            memory.limitBytes()));
    postponed = 0;
    timers.after(PAUSE_NS, this::lookAgain);
  }

  private void lookAgain() {
    if (postponed > 0 || memory.isAwaited()) {
      tell();
    } else {
      lasts = false;
      log.accept("waiting-connections=0: there is memory for requests again");
    }
  }
}
