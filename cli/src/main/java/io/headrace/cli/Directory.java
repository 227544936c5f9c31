package io.headrace.cli;

import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Nearest;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.line.Usage;
import io.headrace.cli.render.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Helps whoever typed no whole command: the tree of all, the branch of a noun, or what was
/// probably meant.
final class Directory {

  private static final String HEAD =
      """
      headrace: event streaming that every Kafka client can use

      usage: headrace COMMAND [options]

      """;

  private static final String FOOT =
      """

      headrace COMMAND --help says more about each, with examples.
      Exit codes: 0 done, 1 failed, 2 not understood, 3 not found, 4 denied, 5 timed out.
      """;

  private final Commands commands;

  Directory(Commands commands) {
    this.commands = commands;
  }

  /// @throws Failure if the words are the beginning of no command
  Exit answer(List<String> typed, Output output) {
    if (typed.isEmpty() || typed.getFirst().startsWith("-")) {
      output.print(page(HEAD, commands.syntaxes(), FOOT));
      return typed.isEmpty() || asksForHelp(typed) ? Exit.OK : Exit.USAGE;
    }
    String first = typed.getFirst();
    List<Syntax> branch = branch(first);
    if (branch.isEmpty()) {
      throw unknown(first, nouns());
    }
    if (typed.size() > 1 && !typed.get(1).startsWith("-")) {
      throw unknown(first + " " + typed.get(1), commands.paths());
    }
    output.print(page("usage: headrace " + first + " VERB [options]\n\n", branch, ""));
    return asksForHelp(typed) ? Exit.OK : Exit.USAGE;
  }

  private static boolean asksForHelp(List<String> typed) {
    return typed.contains("-h") || typed.contains("--help");
  }

  private List<Syntax> branch(String noun) {
    var branch = new ArrayList<Syntax>();
    for (Syntax syntax : commands.syntaxes()) {
      if (syntax.path().startsWith(noun + " ")) {
        branch.add(syntax);
      }
    }
    return branch;
  }

  private List<String> nouns() {
    var nouns = new ArrayList<String>();
    for (String path : commands.paths()) {
      int space = path.indexOf(' ');
      nouns.add(space < 0 ? path : path.substring(0, space));
    }
    return nouns;
  }

  private static Failure unknown(String typed, List<String> known) {
    Optional<String> nearest = Nearest.to(typed, known);
    return Failure.usage(
        "unknown command \"" + typed + "\"",
        "there is none by that name"
            + nearest.map(found -> "; the nearest is \"" + found + "\"").orElse(""),
        nearest.map(found -> "headrace " + found + " --help").orElse("headrace --help"));
  }

  private static String page(String head, List<Syntax> syntaxes, String foot) {
    var page = new StringBuilder(head);
    for (Syntax syntax : syntaxes) {
      Usage.line(page, syntax.path(), syntax.summary());
    }
    return page.append(foot).toString();
  }
}
