package io.headrace.runtime;

/// Time, as the core may know it.
public interface Clock {

  /// Monotonic nanoseconds from an arbitrary origin: for every timeout and every duration.
  long nowNs();

  /// Milliseconds since 1970 (UTC): for timestamps that users see. It may jump; nothing is timed by
  /// it.
  long wallMs();
}
