package io.headrace.cli.produce;

import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What went wrong and since when, for each partition, and how long to wait before the next try.
final class Trouble {

  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 1000;

  private final Map<Integer, Long> sinceNs = new HashMap<>();
  private @Nullable Failure last;
  private @Nullable Failure hopeless;
  private long pauseMs = FIRST_PAUSE_MS;

  /// Whether the same may work a moment later.
  enum Hope {
    SOME,
    NONE
  }

  void onFailed(int partition, Hope hope, Failure failure) {
    sinceNs.putIfAbsent(partition, System.nanoTime());
    last = failure;
    if (hope == Hope.NONE && hopeless == null) {
      hopeless = failure;
    }
  }

  void onAcknowledged(int partition) {
    sinceNs.remove(partition);
    pauseMs = FIRST_PAUSE_MS;
  }

  /// @throws Failure if there is no use in trying again, or a partition failed for too long
  void requireHope(long deliveryTimeoutMs) {
    if (hopeless != null) {
      throw hopeless;
    }
    long nowNs = System.nanoTime();
    for (long since : sinceNs.values()) {
      if (last != null && nowNs - since > TimeUnit.MILLISECONDS.toNanos(deliveryTimeoutMs)) {
        throw new Failure(
            Exit.TIMED_OUT,
            last.what(),
            last.why() + "; tried for " + deliveryTimeoutMs / 1000 + " s",
            "headrace status, or a longer --timeout",
            last);
      }
    }
  }

  /// Waits, longer each time until something is acknowledged.
  void pause() {
    try {
      Thread.sleep(pauseMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two tries", e);
    }
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
}
