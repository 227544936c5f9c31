package io.headrace.cli.line;

import org.jspecify.annotations.Nullable;

/// The end of a command that did not do what it was asked to.
///
/// Every failure says what did not work, why, and what to type next.
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final String why;
  private final String next;

  /// @param next a command line to try, or a short advice; never empty
  public Failure(Exit exit, String what, String why, String next) {
    this(exit, what, why, next, null);
  }

  /// @param cause shown with `--verbose` only
  public Failure(Exit exit, String what, String why, String next, @Nullable Throwable cause) {
    super(what, cause, false, false);
    this.exit = exit;
    this.why = why;
    this.next = next;
  }

  /// The user typed something that cannot be understood.
  public static Failure usage(String what, String why, String next) {
    return new Failure(Exit.USAGE, what, why, next);
  }

  public Exit exit() {
    return exit;
  }

  public String what() {
    return String.valueOf(getMessage());
  }

  public String why() {
    return why;
  }

  public String next() {
    return next;
  }
}
