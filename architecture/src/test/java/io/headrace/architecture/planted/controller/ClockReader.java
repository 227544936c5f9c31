package io.headrace.architecture.planted.controller;

import io.headrace.architecture.planted.log.FileOpener;
import io.headrace.architecture.planted.runtime.system.RealClock;
import java.util.concurrent.CompletableFuture;

/// Decides with a clock, a thread, and a future, and sees the log and the production side of the
/// ports.
public final class ClockReader {
  private final FileOpener opener = new FileOpener();
  private final RealClock clock = new RealClock();

  CompletableFuture<Long> now() {
    Thread.yield();
    return CompletableFuture.completedFuture(
        System.nanoTime() + opener.hashCode() + clock.hashCode());
  }
}
