package io.headrace.runtime;

/// Runs long work (compaction, scrubbing, deleting directories) away from the reactor, one job at a
/// time, in the order given.
///
/// A job touches no state of the reactor: it gets all it needs when it is made, and brings its
/// outcome back with [Reactor#execute].
public interface Background {

  void run(Runnable job);
}
