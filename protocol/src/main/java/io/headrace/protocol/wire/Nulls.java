package io.headrace.protocol.wire;

/// Whether something may be null.
public enum Nulls {
  ALLOWED,
  FORBIDDEN
}
