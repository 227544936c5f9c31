package io.headrace.network;

import io.headrace.runtime.Reactor;
import io.headrace.runtime.Timers;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The reactor of a node: one thread that reads all sockets, runs everything that decides, and
/// answers.
///
/// A turn is one round of Netty's loop: ready sockets, due timers, the mailbox, then the
/// end-of-turn tasks, and last of all the sockets' own end of turn, in which answers leave.
public final class EventLoop implements Reactor, Timers, AutoCloseable {

  /// Items of the mailbox run in one turn; what is beyond waits for the next, so that an item that
  /// always posts another cannot keep the sockets waiting.
  private static final int MAX_ITEMS_PER_TURN = 4_096;

  private final TurnLoop loop;
  private final boolean nativeSockets;
  private final Consumer<Throwable> onMistake;

  private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean drainPending = new AtomicBoolean();
  private final Runnable drain = this::drainMailbox;

  private final ArrayDeque<Runnable> endOfTurn = new ArrayDeque<>();
  private final ArrayDeque<Runnable> afterTurn = new ArrayDeque<>();

  private EventLoop(String threadName, boolean nativeSockets, Consumer<Throwable> onMistake) {
    this.nativeSockets = nativeSockets;
    this.onMistake = onMistake;
    IoHandlerFactory handlers =
        nativeSockets ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.loop =
        new TurnLoop(
            task -> new FastThreadLocalThread(null, task, threadName), handlers, this::endTurn);
  }

  /// Starts the loop; its thread comes with the first item.
  ///
  /// @param onMistake takes what no item, timer, or task may throw: the state it left behind cannot
  ///   be trusted, so this should stop the process. Called on the reactor.
  public static EventLoop start(String threadName, Consumer<Throwable> onMistake) {
    if (System.getProperty("io.netty.leakDetection.level") == null) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
    return new EventLoop(threadName, Epoll.isAvailable(), onMistake);
  }

  /// A loop on the JDK's own sockets, as on systems without epoll.
  static EventLoop startPortable(String threadName, Consumer<Throwable> onMistake) {
    return new EventLoop(threadName, false, onMistake);
  }

  /// Once the loop is closed, items are dropped: a sync that completes late finds nobody to tell.
  @Override
  public void execute(Runnable item) {
    mailbox.add(item);
    if (!drainPending.get() && drainPending.compareAndSet(false, true)) {
      try {
        loop.execute(drain);
      } catch (RejectedExecutionException _) {
        mailbox.clear();
      }
    }
  }

  @Override
  public boolean isCurrent() {
    return loop.inEventLoop();
  }

  @Override
  public void atEndOfTurn(Runnable task) {
    assert isCurrent();
    endOfTurn.add(task);
  }

  @Override
  public Timer after(long delayNs, Runnable task) {
    ScheduledFuture<?> future =
        loop.schedule(() -> run(task), Math.max(0, delayNs), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /// Ends the loop: sockets are closed, items and timers that wait are dropped. Not from the
  /// reactor itself.
  @Override
  public void close() {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// Runs `task` once at the end of this turn, after all end-of-turn tasks: for the sockets.
  void afterTurn(Runnable task) {
    afterTurn.add(task);
  }

  TurnLoop sockets() {
    return loop;
  }

  boolean hasNativeSockets() {
    return nativeSockets;
  }

  /// Our own code threw what it may not throw.
  void onMistake(Throwable mistake) {
    onMistake.accept(mistake);
  }

  private void run(Runnable item) {
    try {
      item.run();
    } catch (Throwable mistake) { // the top of this thread, as far as our own code goes
      onMistake.accept(mistake);
    }
  }

  private void drainMailbox() {
    int left = MAX_ITEMS_PER_TURN;
    do {
      for (Runnable item = mailbox.poll(); item != null; item = mailbox.poll()) {
        run(item);
        if (--left == 0) {
          loop.execute(drain);
          return;
        }
      }
      drainPending.set(false);
      // Who added an item after the last poll and saw the drain still pending relies on this look.
    } while (!mailbox.isEmpty() && drainPending.compareAndSet(false, true));
  }

  private void endTurn() {
    runAll(endOfTurn);
    runAll(afterTurn);
  }

  private void runAll(ArrayDeque<Runnable> tasks) {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      run(task);
    }
  }
}
