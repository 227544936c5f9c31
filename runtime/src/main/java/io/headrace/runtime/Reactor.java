package io.headrace.runtime;

import java.util.concurrent.Executor;

/// The one thread that owns all deciding state of a node. In production it is the network's event
/// loop; in simulation a queue drained in seeded order.
///
/// A *turn* drains all ready sockets and the mailbox, then runs the end-of-turn tasks once. Work
/// that pays per turn rather than per request (one gathering append, one request to sync, one flush
/// per connection) is put there.
public interface Reactor extends Executor {

  /// Puts `item` in the mailbox; may be called from any thread. Items run in the order given by one
  /// thread.
  @Override
  void execute(Runnable item);

  /// Whether the caller is the reactor's own thread.
  boolean isCurrent();

  /// Runs `task` once when the current turn ends, in the order of the calls. Only from the reactor
  /// itself. A task added by an end-of-turn task still runs in this turn.
  void atEndOfTurn(Runnable task);
}
