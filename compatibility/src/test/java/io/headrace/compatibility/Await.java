package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what a cluster does in its own time.
final class Await {

  private static final long LOOK_MS = 100;

  private Await() {}

  /// Looks again and again; fails when patience ends.
  ///
  /// @param what is waited for, for whom it did not come
  static void until(String what, BooleanSupplier done) {
    within(Clients.PATIENCE.multipliedBy(2), what, done);
  }

  /// The same with another patience.
  static void within(Duration patience, String what, BooleanSupplier done) {
    long deadlineNs = System.nanoTime() + patience.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting: " + what).isLessThan(deadlineNs);
      try {
        Thread.sleep(LOOK_MS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
