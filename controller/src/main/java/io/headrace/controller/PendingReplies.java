package io.headrace.controller;

import io.headrace.controller.decision.Refusal;
import io.headrace.runtime.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Replies that wait until the image that they are based on is published.
///
/// At most [#MAX_PENDING] of them; then who comes is refused.
final class PendingReplies {
  private static final int MAX_PENDING = 10_000;

  private final Timers timers;
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  PendingReplies(Timers timers) {
    this.timers = timers;
  }

  private static final class Waiting {
    private final long offset;
    private final Consumer<@Nullable Refusal> reply;
    private Timers.@Nullable Timer timer;
    private boolean answered;

    Waiting(long offset, Consumer<@Nullable Refusal> reply) {
      this.offset = offset;
      this.reply = reply;
    }

    void answer(@Nullable Refusal refusal) {
      if (!answered) {
        answered = true;
        if (timer != null) {
          timer.cancel();
        }
        reply.accept(refusal);
      }
    }
  }

  boolean isFull() {
    return waiting.size() >= MAX_PENDING;
  }

  /// Calls `reply` with null once `offset` is published, or with a refusal. Offsets never fall from
  /// one call to the next.
  void add(long offset, long timeoutNs, Consumer<@Nullable Refusal> reply) {
    var item = new Waiting(offset, reply);
    item.timer = timers.after(timeoutNs, () -> item.answer(Refusal.timedOut()));
    waiting.addLast(item);
  }

  void completeUpTo(long offset) {
    while (!waiting.isEmpty() && waiting.getFirst().offset <= offset) {
      waiting.removeFirst().answer(null);
    }
  }

  void refuseAll(Refusal refusal) {
    List<Waiting> all = new ArrayList<>(waiting);
    waiting.clear();
    all.forEach(item -> item.answer(refusal));
  }
}
