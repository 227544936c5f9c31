package io.headrace.runtime.system;

import io.headrace.runtime.Background;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One platform thread for long work, started when there is some and gone a while after.
///
/// A job that throws reaches the default handler of uncaught exceptions; the next job runs all the
/// same.
public final class BackgroundThread implements Background, AutoCloseable {

  private static final long KEEP_ALIVE_SECONDS = 30;

  private final ThreadPoolExecutor executor;

  public BackgroundThread(String name) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(name).daemon().factory());
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public void run(Runnable job) {
    executor.execute(job);
  }

  /// Drops the jobs that wait and lets the one under way finish.
  ///
  /// The thread is never interrupted: an interrupt closes the file channel that it is using, for
  /// everyone.
  @Override
  public void close() {
    executor.getQueue().clear();
    executor.close();
  }
}
