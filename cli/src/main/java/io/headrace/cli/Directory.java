package io.headrace.cli;

import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Nearest;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.line.Usage;
import io.headrace.cli.render.Output;
import java.util.ArrayList;
import java.util.List;

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
    String first = typed.isEmpty() ? "" : typed.getFirst();
    if (first.isEmpty() || first.startsWith("-")) {
      requireHelp(first);
      output.print(page(HEAD, commands.syntaxes(), FOOT));
      return Exit.OK;
    }
    List<Syntax> branch = branch(first);
    if (branch.isEmpty()) {
      throw unknown(first, nouns());
    }
    boolean asksForHelp = typed.size() > 1 && typed.get(1).equals("--help") || typed.contains("-h");
    if (typed.size() > 1 && !asksForHelp) {
      throw unknown(first + " " + typed.get(1), commands.paths());
    }
    output.print(page("usage: headrace " + first + " VERB [options]\n\n", branch, ""));
    return asksForHelp ? Exit.OK : Exit.USAGE;
  }

  private static void requireHelp(String first) {
    if (!first.isEmpty() && !first.equals("-h") && !first.equals("--help")) {
      throw Failure.usage(
          first + " stands before any command",
          "options follow the command they belong to",
          "headrace --help");
    }
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
    String nearest =
        Nearest.to(typed, known).map(found -> "; the nearest is \"" + found + "\"").orElse("");
    return Failure.usage(
        "unknown command \"" + typed + "\"",
        "there is none by that name" + nearest,
        "headrace --help");
  }

  private static String page(String head, List<Syntax> syntaxes, String foot) {
    var page = new StringBuilder(head);
    for (Syntax syntax : syntaxes) {
      Usage.line(page, syntax.path(), syntax.summary());
    }
    return page.append(foot).toString();
  }
}
