package io.headrace.cli.shell;

import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Completion scripts, generated from what the commands say of themselves.
///
/// All three shells get the same table: the words after `headrace` so far, and what may follow.
final class Completion {

  private final List<Syntax> commands;
  private final List<Option<?>> globals;

  Completion(List<Syntax> commands, List<Option<?>> globals) {
    this.commands = List.copyOf(commands);
    this.globals = List.copyOf(globals);
  }

  String bash() {
    var script =
        new StringBuilder("# headrace completion for bash: source <(headrace completion bash)\n");
    script.append("_headrace() {\n");
    script.append(
        "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n");
    script.append("  local path=\"${COMP_WORDS[*]:1:$((COMP_CWORD - 1))}\" words=\"\"\n");
    script.append("  case $previous in\n");
    choices()
        .forEach((name, words) -> line(script, "    " + name + ") words=\"" + words + "\" ;;"));
    script.append(
        "    -f|--file|--client-config) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n");
    script.append("  esac\n  if [[ -z $words ]]; then case $path in\n");
    verbs()
        .forEach((path, words) -> line(script, "    \"" + path + "\") words=\"" + words + "\" ;;"));
    flags()
        .forEach(
            (path, words) -> line(script, "    \"" + path + "\"*) words=\"" + words + "\" ;;"));
    script.append("  esac; fi\n");
    script.append("  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\n");
    return script.append("complete -o default -F _headrace headrace ./headrace\n").toString();
  }

  String zsh() {
    return "#compdef headrace\n"
        + "# headrace completion for zsh: source <(headrace completion zsh)\n"
        + "autoload -U +X bashcompinit && bashcompinit\n"
        + bash();
  }

  String fish() {
    var script =
        new StringBuilder("# headrace completion for fish: headrace completion fish | source\n");
    script.append("complete -c headrace -f\n");
    nouns()
        .forEach((noun, verbs) -> {
          line(script, "complete -c headrace -n __fish_use_subcommand -a " + noun + summary(noun));
          for (String verb : verbs) {
            line(
                script,
                "complete -c headrace -n '__fish_seen_subcommand_from "
                    + noun
                    + "; and not __fish_seen_subcommand_from "
                    + String.join(" ", verbs)
                    + "' -a "
                    + verb
                    + summary(noun + " " + verb));
          }
        });
    for (Syntax command : commands) {
      String[] words = command.path().split(" ", -1);
      String seen =
          "__fish_seen_subcommand_from " + String.join("; and __fish_seen_subcommand_from ", words);
      command.options().forEach(option -> fishOption(script, option, " -n '" + seen + "'"));
    }
    globals.forEach(option -> fishOption(script, option, ""));
    return script.toString();
  }

  private static void fishOption(StringBuilder script, Option<?> option, String condition) {
    script.append("complete -c headrace").append(condition);
    for (String name : option.names()) {
      script.append(
          name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (!option.isFlag()) {
      script.append(
          option.choices().isEmpty()
              ? " -r"
              : " -x -a '" + String.join(" ", option.choices()) + "'");
    }
    script.append(" -d ").append(quoted(option.help())).append('\n');
  }

  private String summary(String path) {
    for (Syntax command : commands) {
      if (command.path().equals(path)) {
        return " -d " + quoted(command.summary());
      }
    }
    return "";
  }

  /// Each first word with the second words that may follow; none for a command of one word.
  private Map<String, List<String>> nouns() {
    var nouns = new LinkedHashMap<String, List<String>>();
    for (Syntax command : commands) {
      String[] words = command.path().split(" ", -1);
      List<String> verbs = nouns.computeIfAbsent(words[0], noun -> new ArrayList<>());
      if (words.length > 1) {
        verbs.add(words[1]);
      }
    }
    return nouns;
  }

  private Map<String, String> verbs() {
    var table = new LinkedHashMap<String, String>();
    table.put("", String.join(" ", nouns().keySet()));
    nouns()
        .forEach((noun, verbs) -> {
          if (!verbs.isEmpty()) {
            table.put(noun, String.join(" ", verbs));
          }
        });
    return table;
  }

  private Map<String, String> flags() {
    var table = new LinkedHashMap<String, String>();
    for (Syntax command : commands) {
      var names = new LinkedHashSet<String>();
      command.options().forEach(option -> names.addAll(option.names()));
      globals.forEach(option -> names.addAll(option.names()));
      table.put(command.path(), String.join(" ", names));
    }
    return table;
  }

  private Map<String, String> choices() {
    var options = new ArrayList<Option<?>>(globals);
    commands.forEach(command -> options.addAll(command.options()));
    var table = new LinkedHashMap<String, String>();
    for (Option<?> option : options) {
      if (!option.choices().isEmpty()) {
        table.put(String.join("|", option.names()), String.join(" ", option.choices()));
      }
    }
    return table;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "\\'") + "'";
  }

  private static void line(StringBuilder script, String text) {
    script.append(text).append('\n');
  }
}
