package io.headrace.quorum;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.raft.RaftMessage;
import org.apache.kafka.raft.RaftMessageQueue;
import org.jspecify.annotations.Nullable;

/// The engine's mailbox. It never waits: where the engine would, it is told that there is nothing,
/// and how long it would have waited is kept for whoever gives it its next turn.
///
/// Safe for several threads.
final class EngineMessages implements RaftMessageQueue {
  private final Deque<RaftMessage> messages = new ArrayDeque<>();
  private long patienceMs;
  private boolean woken;
  private boolean gave;

  @Override
  @SuppressWarnings("NullAway") // null is how the engine is told that there is nothing
  public synchronized @Nullable RaftMessage poll(long timeoutMs) {
    patienceMs = Math.max(0, timeoutMs);
    woken = false;
    RaftMessage next = messages.poll();
    gave = next != null;
    return next;
  }

  @Override
  public synchronized void add(RaftMessage message) {
    messages.add(message);
  }

  @Override
  public synchronized boolean isEmpty() {
    return messages.isEmpty();
  }

  /// The engine has more to do, which it would have done at once had it waited here.
  @Override
  public synchronized void wakeup() {
    woken = true;
  }

  synchronized boolean isWoken() {
    return woken || gave || !messages.isEmpty();
  }

  /// Whether the engine got a message when it last asked, and so has not looked since what is to be
  /// done.
  synchronized boolean gaveOne() {
    return gave;
  }

  /// How long the engine would have waited in its last turn.
  synchronized long patienceMs() {
    return patienceMs;
  }
}
