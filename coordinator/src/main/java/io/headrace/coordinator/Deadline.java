package io.headrace.coordinator;

import io.headrace.runtime.Clock;
import io.headrace.runtime.Timers;
import io.headrace.runtime.Timers.Timer;
import org.jspecify.annotations.Nullable;

/// A moment that is put off often and reached rarely, such as the end of a session.
///
/// Putting it off is one assignment: the pending timer is left alone, and looks again when it runs.
/// Runs on: the reactor.
public final class Deadline {

  private final Clock clock;
  private final Timers timers;
  private final Runnable task;
  private boolean isSet;
  private long deadlineNs;
  private long timerAtNs;
  private @Nullable Timer timer;

  public Deadline(Clock clock, Timers timers, Runnable task) {
    this.clock = clock;
    this.timers = timers;
    this.task = task;
  }

  /// From now on the task runs once, when `delayNs` have passed.
  public void set(long delayNs) {
    long nowNs = clock.nowNs();
    deadlineNs = nowNs + Math.max(0, delayNs);
    isSet = true;
    if (timer != null && timerAtNs - deadlineNs > 0) {
      timer.cancel();
      timer = null;
    }
    if (timer == null) {
      arm(nowNs);
    }
  }

  /// From now on nothing happens.
  public void clear() {
    isSet = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void arm(long nowNs) {
    timerAtNs = deadlineNs;
    timer = timers.after(deadlineNs - nowNs, this::onTimer);
  }

  private void onTimer() {
    timer = null;
    if (!isSet) {
      return;
    }
    long nowNs = clock.nowNs();
    if (deadlineNs - nowNs > 0) {
      arm(nowNs);
      return;
    }
    isSet = false;
    task.run();
  }
}
