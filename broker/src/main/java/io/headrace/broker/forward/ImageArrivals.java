package io.headrace.broker.forward;

import io.headrace.runtime.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Holds back what the controller answered until this node knows the metadata that it speaks of: a
/// client that was told of a topic can then use it here at once.
///
/// Nothing waits for longer than [#PATIENCE_NS], and at most [#MAX_WAITING] do: a node that is so
/// far behind hands answers on as they come.
///
/// Runs on: the reactor.
public final class ImageArrivals {
  private static final long PATIENCE_NS = 2_000_000_000L;
  private static final int MAX_WAITING = 10_000;

  private final Timers timers;
  private final LongSupplier knownOffset;
  private List<Waiting> waiting = new ArrayList<>();

  /// @param knownOffset of the last metadata that this node knows
  public ImageArrivals(Timers timers, LongSupplier knownOffset) {
    this.timers = timers;
    this.knownOffset = knownOffset;
  }

  private static final class Waiting {
    private final long offset;
    private final Runnable then;
    private Timers.@Nullable Timer timer;

    Waiting(long offset, Runnable then) {
      this.offset = offset;
      this.then = then;
    }
  }

  /// Runs `then` once the metadata up to `offset` is known; at once if it is.
  void await(long offset, Runnable then) {
    if (offset <= knownOffset.getAsLong() || waiting.size() >= MAX_WAITING) {
      then.run();
      return;
    }
    var item = new Waiting(offset, then);
    item.timer =
        timers.after(
            PATIENCE_NS,
            () -> {
              if (waiting.remove(item)) {
                then.run();
              }
            });
    waiting.add(item);
  }

  /// More is known now, and whoever uses it is ready for it.
  public void onImage() {
    if (waiting.isEmpty()) {
      return;
    }
    long known = knownOffset.getAsLong();
    List<Waiting> before = waiting;
    waiting = new ArrayList<>();
    var arrived = new ArrayList<Waiting>();
    for (Waiting each : before) {
      (each.offset <= known ? arrived : waiting).add(each);
    }
    for (Waiting each : arrived) {
      if (each.timer != null) {
        each.timer.cancel();
      }
      each.then.run();
    }
  }
}
