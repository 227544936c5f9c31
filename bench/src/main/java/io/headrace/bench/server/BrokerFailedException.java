package io.headrace.bench.server;

/// A broker did not start, ended, or did something that no broker may; the message names it and
/// says what, with its last words.
public final class BrokerFailedException extends Exception {

  private static final long serialVersionUID = 1;

  BrokerFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
