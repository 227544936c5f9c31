package io.headrace.cli.command;

import io.headrace.cli.line.Syntax;

/// One command, such as `topic create`.
public interface Verb {

  Syntax syntax();

  /// Does it. Comes back when it is done and well.
  ///
  /// @throws io.headrace.cli.line.Failure if not
  void run(Session session);
}
