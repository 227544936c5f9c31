package io.headrace.controller.broker;

/// A sign of life (KIP-631).
///
/// @param brokerEpoch of the registration it speaks for
/// @param metadataOffset how far the broker knows the metadata
public record Heartbeat(int brokerId, long brokerEpoch, long metadataOffset, Wish wish) {

  /// What the broker wants to be.
  public enum Wish {
    SERVE,
    /// Alive, but not to be given anything.
    FENCED,
    /// Go, once what it leads is led by others.
    SHUT_DOWN
  }

  /// What the broker is told.
  public record Answer(CaughtUp caughtUp, Verdict verdict) {}

  /// Whether the broker knows the metadata at least up to its own registration.
  public enum CaughtUp {
    NO,
    YES
  }

  /// What the broker is from now on.
  public enum Verdict {
    FENCED,
    SERVING,
    /// Serves on, and asks again whether it can go.
    LEAVING,
    MAY_GO
  }
}
