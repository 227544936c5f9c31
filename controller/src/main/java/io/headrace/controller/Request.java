package io.headrace.controller;

/// How a change is asked for.
///
/// @param intent whether it is meant
/// @param timeoutNs how long whoever asked waits for it
public record Request(Intent intent, long timeoutNs) {
  private static final long NS_PER_MS = 1_000_000;

  /// Whether something is to be changed.
  public enum Intent {
    CHANGE,
    /// Only to find out whether it could be.
    VALIDATE
  }

  /// A change with Kafka's unit for time; negative times are none.
  public static Request change(int timeoutMs) {
    return new Request(Intent.CHANGE, Math.max(0, timeoutMs) * NS_PER_MS);
  }

  /// Asks whether something could be changed.
  public static Request validate(int timeoutMs) {
    return new Request(Intent.VALIDATE, Math.max(0, timeoutMs) * NS_PER_MS);
  }
}
