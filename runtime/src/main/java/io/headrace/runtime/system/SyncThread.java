package io.headrace.runtime.system;

import io.headrace.runtime.Reactor;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A log directory's sync lane: one platform thread, because a sync blocks for as long as the
/// device takes; for small commits to a quick disk the reactor itself ([SyncPace]), because two
/// hand-offs cost more than such a sync.
///
/// Its owner keeps to one commit under way, so its queue holds one or two.
public final class SyncThread implements SyncLane {

  private record Job(Commit commit, Completion done) {}

  /// Ends the thread when its turn comes.
  private static final Job END = new Job(() -> {}, failure -> {});

  private final Reactor reactor;

  /// Without a lock: at one request at a time, each commit is handed over on its own, and a
  /// blocking queue costs a system call more.
  private final ConcurrentLinkedQueue<Job> jobs = new ConcurrentLinkedQueue<>();

  private final Thread thread;
  private final SyncPace pace = new SyncPace();

  /// Commits handed to the thread whose completion has not run; touched by the reactor alone.
  private int handedOver;

  /// @param reactor takes the completions: one item of its mailbox for each commit
  public SyncThread(String name, Reactor reactor) {
    this.reactor = reactor;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::runJobs);
  }

  @Override
  public void submit(Commit commit, Completion done) {
    if (handedOver == 0 && pace.staysOnReactor(commit.bytes())) {
      @Nullable IOException failure = outcome(commit);
      reactor.atEndOfTurn(() -> done.onDone(failure));
      return;
    }
    handedOver++;
    add(
        new Job(
            commit,
            failure -> {
              handedOver--;
              done.onDone(failure);
            }));
  }

  /// Ends the thread after everything that was submitted; waits for it. The thread is not
  /// interrupted: that would close the channel it is syncing.
  @Override
  public void close() {
    add(END);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(Job job) {
    jobs.add(job);
    LockSupport.unpark(thread);
  }

  private void runJobs() {
    while (true) {
      Job job = jobs.poll();
      if (job == null) {
        LockSupport.park(this); // an unpark since the poll makes this return at once
        continue;
      }
      if (job == END) {
        return;
      }
      @Nullable IOException failure = outcome(job.commit());
      reactor.execute(() -> job.done().onDone(failure));
    }
  }

  /// A commit that fails by a mistake of ours has not made anything durable either, so it takes the
  /// directory out of service like any other failure.
  private @Nullable IOException outcome(Commit commit) {
    long startNs = System.nanoTime();
    try {
      commit.run();
      pace.took(System.nanoTime() - startNs);
      return null;
    } catch (IOException e) {
      return e;
    } catch (Throwable e) { // top of the thread
      return new IOException("commit failed: " + e, e);
    }
  }
}
