package io.headrace.simulator.client;

import org.jspecify.annotations.Nullable;

/// A promise was broken: found from outside, by what clients were told and what they read.
public final class InvariantViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvariantViolation(String message) {
    super(message);
  }

  public InvariantViolation(String message, Throwable cause) {
    super(message, cause);
  }

  /// What a process has died of is a promise broken, whoever threw it.
  ///
  /// @param who such as `node 3`
  /// @param uncaught null if it did not die of a mistake of its own
  public static void requireNoMistake(String who, @Nullable Throwable uncaught) {
    if (uncaught instanceof InvariantViolation violation) {
      throw violation;
    }
    if (uncaught != null) {
      throw new InvariantViolation(who + " died of its own mistake: " + uncaught, uncaught);
    }
  }
}
