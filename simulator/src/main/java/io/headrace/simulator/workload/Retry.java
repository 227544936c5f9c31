package io.headrace.simulator.workload;

/// What a producer does when it does not know whether its batch was stored.
public enum Retry {
  /// It goes on with the next.
  NEVER,
  /// It sends it again with the same sequence numbers.
  IDEMPOTENT,
  /// It sends it again without any: what idempotence would be without the check.
  BLIND
}
