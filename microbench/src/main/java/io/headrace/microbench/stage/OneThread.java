package io.headrace.microbench.stage;

import io.headrace.runtime.Background;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.SyncLane;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// All that has a thread of its own in production, run by the caller: a reactor whose turns begin
/// and end when it says so, a lane that commits at once, jobs that run between turns. Timers never
/// go off: a benchmark is over before.
public final class OneThread implements Reactor, SyncLane, Background, Timers {

  private static final Timer NEVER = () -> {};

  private final ArrayDeque<Runnable> mailbox = new ArrayDeque<>();
  private final ArrayDeque<Runnable> endOfTurn = new ArrayDeque<>();
  private final ArrayDeque<Runnable> jobs = new ArrayDeque<>();

  /// Runs turns until there is nothing left to do.
  public void turn() {
    do {
      drain(mailbox);
      drain(endOfTurn);
      if (mailbox.isEmpty()) {
        drain(jobs);
      }
    } while (!mailbox.isEmpty() || !endOfTurn.isEmpty());
  }

  private static void drain(ArrayDeque<Runnable> queue) {
    for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
      next.run();
    }
  }

  @Override
  public void execute(Runnable item) {
    mailbox.add(item);
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public void atEndOfTurn(Runnable task) {
    endOfTurn.add(task);
  }

  @Override
  public void submit(Commit commit, Completion done) {
    mailbox.add(() -> done.onDone(outcomeOf(commit)));
  }

  private static @Nullable IOException outcomeOf(Commit commit) {
    try {
      commit.run();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  @Override
  public void run(Runnable job) {
    jobs.add(job);
  }

  @Override
  public Timer after(long delayNs, Runnable task) {
    return NEVER;
  }

  @Override
  public void close() {}
}
