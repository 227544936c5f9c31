package io.headrace.cli.wire;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets Ctrl-C end reading in good order: the main thread is told to stop and given a moment to say
/// goodbye before the process goes.
public final class Interruption {

  private static final long PATIENCE_SECONDS = 3;

  private final CountDownLatch over = new CountDownLatch(1);

  private Interruption() {}

  /// @param stop tells the main thread; called on another one
  public static Interruption of(Runnable stop) {
    var interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.interrupt(stop)));
    return interruption;
  }

  /// The main thread has said goodbye.
  public void over() {
    over.countDown();
  }

  private void interrupt(Runnable stop) {
    if (over.getCount() == 0) {
      return;
    }
    stop.run();
    try {
      if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("the consumer did not stop in time; what it read last may come again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
