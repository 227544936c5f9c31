package io.headrace.cli;

import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;

/// Stands for `start` in the help and in completions. The launcher gives that word to the broker's
/// own main class, so that the node is the process that was started and nothing of the command line
/// is loaded with it.
final class StartVerb implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("start", "Start a node here")
        .options(
            Option.flag("--delete-stray-logs", "delete logs that belong to no topic"),
            Option.text("--data", "DIR", "where its data is (default ./data)"),
            Option.text("--config", "FILE", "settings by Kafka's names"),
            Option.text("--set", "KEY=VALUE", "one setting; may be repeated"))
        .example("headrace start")
        .example("headrace start --data /var/lib/headrace --set num.partitions=6");
  }

  @Override
  public void run(Session session) {
    throw new Failure(
        Exit.FAILED,
        "cannot start a node from here",
        "the launcher starts nodes, and this is the command line without it",
        "./headrace start, or java io.headrace.broker.Main");
  }
}
