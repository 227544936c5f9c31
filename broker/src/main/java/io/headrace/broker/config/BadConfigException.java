package io.headrace.broker.config;

/// A configuration that a node must not start with; the message is one line for whoever wrote it.
public final class BadConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadConfigException(String message) {
    super(message);
  }
}
