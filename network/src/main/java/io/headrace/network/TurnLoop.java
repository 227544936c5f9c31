package io.headrace.network;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.ThreadFactory;

/// Netty's loop with an end to its turns: it polls the sockets, handles those that are ready, runs
/// due timers and tasks, and then calls us.
final class TurnLoop extends SingleThreadIoEventLoop {

  private final Runnable endOfTurn;

  TurnLoop(ThreadFactory threads, IoHandlerFactory handlers, Runnable endOfTurn) {
    super(null, threads, handlers);
    this.endOfTurn = endOfTurn;
  }

  @Override
  protected void afterRunningAllTasks() {
    super.afterRunningAllTasks();
    endOfTurn.run();
  }
}
