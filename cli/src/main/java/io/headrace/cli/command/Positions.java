package io.headrace.cli.command;

import io.headrace.cli.cluster.Position;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Option;

/// Reads options whose value is a [Position].
public final class Positions {

  private Positions() {}

  /// @throws Failure if the option is missing or no position
  public static Position get(Session session, Option<String> option) {
    String text = session.arguments().get(option);
    try {
      return Position.parse(text, session.terminal().nowMs());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          option.longName() + " does not understand \"" + text + "\"",
          "a position is " + Position.GRAMMAR,
          option.longName() + " START, or " + option.longName() + " -1h");
    }
  }
}
