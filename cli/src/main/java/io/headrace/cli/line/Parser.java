package io.headrace.cli.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the words after a command's name: `--name value`, `--name=value`, `-n value`, `-nvalue`,
/// and `--` before operands that begin with a dash.
///
/// The word after an option that takes a value is that value, whatever it looks like, so that
/// `--from -1h` needs no quoting.
public final class Parser {

  private final Syntax syntax;
  private final List<Option<?>> options;
  private final Map<Option<?>, List<String>> texts = new LinkedHashMap<>();
  private final List<String> words = new ArrayList<>();

  /// @param globals the options of every command
  public Parser(Syntax syntax, List<Option<?>> globals) {
    this.syntax = syntax;
    this.options = new ArrayList<>(syntax.options());
    this.options.addAll(globals);
  }

  /// @throws Failure with [Exit#USAGE] if the words do not fit
  public Arguments parse(List<String> typed) {
    readAll(typed);
    checkCount();
    return new Arguments(syntax, texts, words);
  }

  private void readAll(List<String> typed) {
    int i = 0;
    while (i < typed.size()) {
      String word = typed.get(i++);
      if (word.equals("--")) {
        words.addAll(typed.subList(i, typed.size()));
        return;
      }
      if (word.length() < 2 || word.charAt(0) != '-') {
        words.add(word);
        continue;
      }
      String name = Option.nameIn(word);
      Option<?> option = find(name);
      if (option.isFlag()) {
        refuseValue(word, name);
        give(option, "");
      } else if (word.length() > name.length()) {
        give(option, attachedValue(word, name));
      } else if (i < typed.size()) {
        give(option, typed.get(i++));
      } else {
        throw wrong(
            name + " needs a value", "it is the last word: " + name + " " + option.placeholder());
      }
    }
  }

  private static String attachedValue(String word, String name) {
    String rest = word.substring(name.length());
    return rest.startsWith("=") ? rest.substring(1) : rest;
  }

  private void refuseValue(String word, String name) {
    if (word.length() > name.length()) {
      throw wrong(name + " takes no value", "\"" + word + "\" gives it one");
    }
  }

  private Option<?> find(String name) {
    for (Option<?> option : options) {
      if (option.names().contains(name)) {
        return option;
      }
    }
    List<String> known = new ArrayList<>();
    options.forEach(option -> known.addAll(option.names()));
    String nearest = Nearest.to(name, known).map(found -> "; the nearest is " + found).orElse("");
    throw wrong("unknown option " + name, "headrace " + syntax.path() + " has none" + nearest);
  }

  private void give(Option<?> option, String text) {
    texts.computeIfAbsent(option, absent -> new ArrayList<>()).add(text);
  }

  private void checkCount() {
    int minCount = 0;
    long maxCount = 0;
    for (Operand operand : syntax.operands()) {
      if (words.size() < minCount + operand.arity().minCount()) {
        throw wrong(operand.name() + " is missing", "it is " + operand.help());
      }
      minCount += operand.arity().minCount();
      maxCount += operand.arity().maxCount();
    }
    if (words.size() > maxCount) {
      throw wrong(
          "too many words", "\"" + words.get((int) maxCount) + "\" has no meaning in this place");
    }
  }

  private Failure wrong(String what, String why) {
    return Failure.usage(what, why, "headrace " + syntax.path() + " --help");
  }
}
