package io.headrace.cli;

import io.headrace.cli.command.Globals;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Nearest;
import io.headrace.cli.line.Option;
import java.util.ArrayList;
import java.util.List;

/// Moves options that every command knows from before a command's name to behind it, so that
/// `headrace -b HOST:PORT topic list` means what users of other tools expect.
final class LeadingOptions {

  private LeadingOptions() {}

  /// The same words with the name of the command first.
  ///
  /// @throws Failure if an option stands there that only one command can know
  static List<String> moveBehind(List<String> typed, Commands commands) {
    var name = new ArrayList<String>();
    var options = new ArrayList<String>();
    int i = 0;
    while (i < typed.size() && !commands.isWhole(name)) {
      String word = typed.get(i++);
      if (!word.startsWith("-")) {
        name.add(word);
      } else {
        options.add(word);
        if (takesNextWord(word) && i < typed.size()) {
          options.add(typed.get(i++));
        }
      }
    }
    var moved = new ArrayList<>(name);
    moved.addAll(options);
    moved.addAll(typed.subList(i, typed.size()));
    return moved;
  }

  private static boolean takesNextWord(String word) {
    String name = Option.nameIn(word);
    var known = new ArrayList<String>();
    for (Option<?> option : Globals.ALL) {
      if (option.names().contains(name)) {
        return !option.isFlag() && word.length() == name.length();
      }
      known.addAll(option.names());
    }
    String nearest =
        Nearest.to(name, known)
            .map(found -> "the nearest is " + found)
            .orElse("an option of one command follows its name");
    throw Failure.usage(
        "unknown option " + name + " before any command", nearest, "headrace --help");
  }
}
