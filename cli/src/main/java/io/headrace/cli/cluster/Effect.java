package io.headrace.cli.cluster;

/// Whether a change is meant.
public enum Effect {
  /// The cluster checks it and changes nothing (`--dry-run`).
  CHECK,
  APPLY
}
