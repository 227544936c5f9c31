package io.headrace.runtime;

import java.io.IOException;

/// The machine at an address is there, and refused the connection: no process listens there.
public final class NobodyThereException extends IOException {
  private static final long serialVersionUID = 1L;

  public NobodyThereException(String message) {
    super(message);
  }
}
