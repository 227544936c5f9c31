package io.headrace.cli.line;

/// How a command ends, as its shell sees it.
public enum Exit {
  OK(0),
  FAILED(1),
  USAGE(2),
  NOT_FOUND(3),
  DENIED(4),
  TIMED_OUT(5);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
