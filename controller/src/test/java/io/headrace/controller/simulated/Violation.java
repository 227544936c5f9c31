package io.headrace.controller.simulated;

/// Something that must never be.
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
