package io.headrace.cli.shell;

import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import java.util.List;
import java.util.function.Supplier;

public final class CompletionVerb implements Verb {

  private final Supplier<List<Syntax>> commands;

  /// @param commands every command there is
  public CompletionVerb(Supplier<List<Syntax>> commands) {
    this.commands = commands;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("completion", "Print a script that completes commands in your shell")
        .operand("SHELL", "bash, zsh or fish", Arity.ONE)
        .example("source <(headrace completion bash)")
        .example("headrace completion fish | source");
  }

  @Override
  public void run(Session session) {
    var completion = new Completion(commands.get(), Globals.ALL);
    String shell = session.arguments().word(0);
    String script =
        switch (shell) {
          case "bash" -> completion.bash();
          case "zsh" -> completion.zsh();
          case "fish" -> completion.fish();
          default ->
              throw Failure.usage(
                  "no completion for \"" + shell + "\"",
                  "only bash, zsh and fish are known",
                  "headrace completion bash");
        };
    session.output().print(script);
  }
}
