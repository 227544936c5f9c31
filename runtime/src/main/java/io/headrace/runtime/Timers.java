package io.headrace.runtime;

/// Calls back later, on the reactor.
public interface Timers {

  /// Runs `task` on the reactor once, not before `delayNs` have passed. A delay of zero or less
  /// means the next turn.
  Timer after(long delayNs, Runnable task);

  /// One pending call.
  interface Timer {
    /// After this the task does not run; without effect if it has run or was cancelled.
    void cancel();
  }
}
