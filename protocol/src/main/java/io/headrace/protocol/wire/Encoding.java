package io.headrace.protocol.wire;

/// How lengths and counts are written.
public enum Encoding {
  /// As int16 or int32, -1 for null.
  FIXED,
  /// As an unsigned varint of the length plus one, 0 for null: flexible versions (KIP-482).
  COMPACT
}
