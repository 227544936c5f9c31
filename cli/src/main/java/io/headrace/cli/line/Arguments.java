package io.headrace.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the user typed after the name of a command, checked against its [Syntax].
public final class Arguments {

  private final Syntax syntax;
  private final Map<Option<?>, List<String>> texts;
  private final List<String> words;

  Arguments(Syntax syntax, Map<Option<?>, List<String>> texts, List<String> words) {
    this.syntax = syntax;
    this.texts = texts;
    this.words = List.copyOf(words);
  }

  public boolean has(Option<?> option) {
    return texts.containsKey(option);
  }

  /// The value of an option that has a fallback or was checked to be there.
  ///
  /// @throws Failure if the text is not a value of that option
  public <T> T get(Option<T> option) {
    return find(option)
        .orElseThrow(() ->
            Failure.usage(
                option.longName() + " is missing",
                "headrace " + syntax.path() + " needs it: " + option.help(),
                "headrace " + syntax.path() + " --help"));
  }

  /// The value of an option, or its fallback, if there is either. The last one typed counts.
  ///
  /// @throws Failure if the text is not a value of that option
  public <T> Optional<T> find(Option<T> option) {
    List<String> given = texts.get(option);
    if (given != null) {
      return Optional.of(parse(option, given.getLast()));
    }
    return option.fallback().map(text -> parse(option, text));
  }

  /// Every value of an option that may be typed several times.
  ///
  /// @throws Failure if a text is not a value of that option
  public <T> List<T> all(Option<T> option) {
    var values = new ArrayList<T>();
    for (String text : texts.getOrDefault(option, List.of())) {
      values.add(parse(option, text));
    }
    return values;
  }

  /// The operand at `index`, which must be one that the syntax requires.
  public String word(int index) {
    return words.get(index);
  }

  /// Every operand from `index` on; empty if there are fewer.
  public List<String> wordsFrom(int index) {
    return index >= words.size() ? List.of() : words.subList(index, words.size());
  }

  private <T> T parse(Option<T> option, String text) {
    try {
      return option.value().parse(text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          option.longName() + " does not understand its value",
          String.valueOf(e.getMessage()),
          "headrace " + syntax.path() + " --help");
    }
  }
}
