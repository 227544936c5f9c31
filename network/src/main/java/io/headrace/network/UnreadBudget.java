package io.headrace.network;

import java.util.ArrayDeque;

/// How many bytes all connections together may hold of requests that are not complete. When it is
/// spent, connections that want more wait, in the order of their asking, until some comes back.
///
/// Runs on: the reactor.
final class UnreadBudget {

  private final long limit;
  private final ArrayDeque<Runnable> waiters = new ArrayDeque<>();
  private long used;

  UnreadBudget(long limit) {
    this.limit = limit;
  }

  long used() {
    return used;
  }

  boolean isSpent() {
    return used >= limit;
  }

  boolean tryReserve(int bytes) {
    if (used + bytes > limit) {
      return false;
    }
    used += bytes;
    return true;
  }

  /// For bytes that have already been read and must be put somewhere.
  void reserve(int bytes) {
    used += bytes;
  }

  void giveBack(int bytes) {
    used -= bytes;
    if (used < 0) {
      throw new IllegalStateException("more given back than taken: " + used);
    }
    for (int i = waiters.size(); i > 0 && !isSpent(); i--) {
      waiters.remove().run();
    }
  }

  /// Calls `waiter` once, when there is something to be had again. It must only note that.
  void await(Runnable waiter) {
    waiters.add(waiter);
  }
}
