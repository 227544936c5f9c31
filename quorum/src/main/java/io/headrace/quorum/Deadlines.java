package io.headrace.quorum;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.ExpirationService;

/// What the engine waits for and until when. Nothing expires but in [#expire], at the beginning of
/// a turn, so that between two turns nothing of the engine runs.
///
/// Runs on: the metadata log's sync lane; [#nextMs] on the reactor, between two turns.
final class Deadlines implements ExpirationService {

  private record Waiting(long deadlineMs, long number, CompletableFuture<?> future) {}

  private final Time time;
  private final TreeSet<Waiting> waiting =
      new TreeSet<>(
          Comparator.comparingLong(Waiting::deadlineMs).thenComparingLong(Waiting::number));
  private long nextNumber;

  Deadlines(Time time) {
    this.time = time;
  }

  @Override
  public <T> CompletableFuture<T> failAfter(long timeoutMs) {
    var future = new CompletableFuture<T>();
    var entry = new Waiting(time.milliseconds() + timeoutMs, nextNumber++, future);
    waiting.add(entry);
    future.whenComplete((_, _) -> waiting.remove(entry));
    return future;
  }

  /// Fails all whose time is over.
  void expire() {
    long nowMs = time.milliseconds();
    while (!waiting.isEmpty() && waiting.first().deadlineMs() <= nowMs) {
      waiting.first().future().completeExceptionally(new TimeoutException("nothing came"));
    }
  }

  /// In how many milliseconds the next expires.
  long nextMs() {
    return waiting.isEmpty()
        ? Long.MAX_VALUE
        : Math.max(0, waiting.first().deadlineMs() - time.milliseconds());
  }
}
