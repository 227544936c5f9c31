package io.headrace.simulator.workload;

/// A part of what clients do in one run. All its waiting is asked of it: a call begins something,
/// and the method beside it says whether that has come about.
public interface Workload {

  /// Makes what it needs, then works until it is told to stop.
  void begin();

  boolean begun();

  /// Begins nothing new.
  void stop();

  /// Whether everything begun has an outcome.
  boolean idle();

  /// Fate rests, and the node is well: looks at everything once more.
  void lookAgain();

  /// Whether [#lookAgain] has seen everything; what it found wrong is thrown.
  boolean satisfied();

  /// What it has seen.
  Tally tally();

  /// @param acknowledged what was promised to it: batches, or commits
  /// @param reads records read
  record Tally(int acknowledged, int reads) {
    public Tally plus(Tally other) {
      return new Tally(acknowledged + other.acknowledged, reads + other.reads);
    }
  }
}
