package io.headrace.simulator.workload;

/// What is known from outside of the node's wall clock: how late it can believe it to be.
///
/// A node may follow its wall clock at once when it starts; after that it may believe it only twice
/// as fast as time passes (promises.md: a jump never deletes data early).
public interface NodeClock {

  /// The latest time at which any life of the node so far can have believed to be, in milliseconds.
  long latestBelievableMs();

  /// Whether the clock has jumped in this run.
  boolean hasJumped();
}
