package io.headrace.quorum.identity;

import java.io.IOException;

/// The directories given are not, or not all, those of this node. The message is for the operator.
public final class IdentityException extends IOException {
  private static final long serialVersionUID = 1L;

  IdentityException(String message) {
    super(message);
  }
}
