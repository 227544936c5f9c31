package io.headrace.broker.api.admin;

import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.producer.ProducerIds.Block;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// This broker's stock of producer ids, filled block by block from the controller. What is left of
/// a block when the broker stops is lost, which costs nothing.
///
/// At most [#MAX_WAITING] producers wait for a block; more are told to come again.
public final class ProducerIdPool {
  private static final int MAX_WAITING = 100_000;
  private static final int TIMEOUT_MS = 10_000;

  private final ClusterChanges controller;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long next;
  private long end;
  private boolean asking;

  public ProducerIdPool(ClusterChanges controller) {
    this.controller = controller;
  }

  private record Waiting(LongConsumer reply, Consumer<ErrorCode> refusal) {}

  /// Gives an id, now or later, or says why not.
  void next(LongConsumer reply, Consumer<ErrorCode> refusal) {
    if (next < end) {
      reply.accept(next++);
      return;
    }
    if (waiting.size() >= MAX_WAITING) {
      refusal.accept(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
      return;
    }
    waiting.addLast(new Waiting(reply, refusal));
    ask();
  }

  private void ask() {
    if (!asking) {
      asking = true;
      controller.allocateProducerIds(Request.change(TIMEOUT_MS), this::onOutcome);
    }
  }

  private void onOutcome(Outcome<Block> outcome) {
    asking = false;
    switch (outcome) {
      case Outcome.Done<Block> done -> {
        next = done.reply().first();
        end = next + done.reply().count();
        while (next < end && !waiting.isEmpty()) {
          waiting.removeFirst().reply().accept(next++);
        }
        if (!waiting.isEmpty()) {
          ask();
        }
      }
      // Kafka's clients take this for a reason to come again soon.
      case Outcome.Refused<Block> _ -> {
        Deque<Waiting> refused = new ArrayDeque<>(waiting);
        waiting.clear();
        refused.forEach(each -> each.refusal().accept(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
      }
    }
  }
}
