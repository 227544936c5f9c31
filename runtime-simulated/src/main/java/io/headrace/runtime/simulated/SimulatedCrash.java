package io.headrace.runtime.simulated;

/// Ends a process in the middle of whatever it does. Only the event loop of [SimulatedWorld]
/// catches it; an [Error], so that no honest `catch` of the code under test swallows it.
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedCrash(String where) {
    super(where, null, false, false);
  }
}
