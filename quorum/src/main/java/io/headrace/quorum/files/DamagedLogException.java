package io.headrace.quorum.files;

import java.io.IOException;

/// The metadata log has a hole where it must not have one. The node does not start: half-known
/// metadata would forget topics.
public final class DamagedLogException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedLogException(String message) {
    super(message);
  }
}
