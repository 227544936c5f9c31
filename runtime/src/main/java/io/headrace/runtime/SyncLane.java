package io.headrace.runtime;

import java.io.IOException;

/// The one lane on which a log directory's group commits run, one at a time: in production a thread
/// of its own (on JDK 25 a sync holds a virtual thread's carrier), or the reactor itself while
/// commits are small and the disk is quick.
///
/// Whoever uses it keeps to one commit under way and lets everything that arrives meanwhile share
/// the next: that is what makes it a *group* commit.
public interface SyncLane extends AutoCloseable {

  /// Runs `commit` on the lane, then `done` on the reactor.
  ///
  /// The core must not assume that `done` comes in a later turn, nor that it comes at all: a node
  /// may die inside the commit.
  void submit(Commit commit, Completion done);

  @Override
  void close();

  /// Writes and syncs files; may block, touches no state of the reactor.
  @FunctionalInterface
  interface Commit {
    void run() throws IOException;

    /// About how many bytes it makes durable; more than any lane calls small if nobody knows.
    default long bytes() {
      return Long.MAX_VALUE;
    }
  }

  /// Takes the outcome, on the reactor.
  @FunctionalInterface
  interface Completion {
    /// `failure` is null when everything the commit synced is durable. After a failure the log
    /// directory is out of service: a failed sync is never retried, because the kernel has dropped
    /// the pages (see promises, *disk dying*).
    void onDone(@org.jspecify.annotations.Nullable IOException failure);
  }
}
