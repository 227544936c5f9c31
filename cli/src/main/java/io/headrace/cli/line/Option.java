package io.headrace.cli.line;

import java.util.List;
import java.util.Optional;

/// An option of a command, such as `-p, --partitions N`.
///
/// @param names what it may be called; the long name is the last
/// @param placeholder what its value is called in the help; empty for a flag, which takes no value
/// @param help one line
/// @param value how its text becomes a value
/// @param fallback the text that stands for an absent option, if there is one
/// @param choices the only texts allowed, in the order of the help; empty if any will do
public record Option<T>(
    List<String> names,
    String placeholder,
    String help,
    Value<T> value,
    Optional<String> fallback,
    List<String> choices) {

  /// Turns the text of an option into its value.
  public interface Value<T> {
    /// @throws IllegalArgumentException with a message that says what would be right
    T parse(String text);
  }

  public static Option<Boolean> flag(String names, String help) {
    return new Option<>(split(names), "", help, text -> true, Optional.empty(), List.of());
  }

  public static Option<String> text(String names, String placeholder, String help) {
    return of(names, placeholder, help, text -> text);
  }

  public static Option<Integer> number(String names, String placeholder, String help) {
    return of(names, placeholder, help, Numbers::parseCount);
  }

  /// One of a few words.
  public static Option<String> choice(String names, List<String> choices, String help) {
    return new Option<>(
        split(names),
        String.join("|", choices),
        help,
        text -> Numbers.parseChoice(text, choices),
        Optional.empty(),
        choices);
  }

  public static <T> Option<T> of(String names, String placeholder, String help, Value<T> value) {
    return new Option<>(split(names), placeholder, help, value, Optional.empty(), List.of());
  }

  /// The same option with a value for when it is absent.
  public Option<T> orElse(String text) {
    return new Option<>(names, placeholder, help, value, Optional.of(text), choices);
  }

  public boolean isFlag() {
    return placeholder.isEmpty();
  }

  public String longName() {
    return names.getLast();
  }

  /// The name at the head of a word such as `--name=value` or `-nvalue`.
  public static String nameIn(String word) {
    if (!word.startsWith("--")) {
      return word.substring(0, Math.min(2, word.length()));
    }
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }

  private static List<String> split(String names) {
    return List.of(names.split(",", -1));
  }
}
