package io.headrace.broker.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One documented setting of a node.
///
/// @param defaultValue empty if it has none
/// @param values what it may be
public record Setting(String name, String defaultValue, Values values, String documentation) {

  /// The form and range of a setting.
  public sealed interface Values {

    /// A whole number; `bits` is 32 or 64.
    record WholeNumber(int bits, long least, long most) implements Values {}

    record YesOrNo() implements Values {}

    record OneOf(List<String> words) implements Values {}

    /// Several of some words, with commas between them.
    record SomeOf(List<String> words) implements Values {}

    /// @param form what the text looks like, for a human
    record Text(String form) implements Values {}
  }

  static Setting ofInt(String name, int defaultValue, long least, String documentation) {
    return new Setting(
        name,
        Integer.toString(defaultValue),
        new Values.WholeNumber(32, least, Integer.MAX_VALUE),
        documentation);
  }

  static Setting ofLong(String name, long defaultValue, long least, String documentation) {
    return new Setting(
        name,
        Long.toString(defaultValue),
        new Values.WholeNumber(64, least, Long.MAX_VALUE),
        documentation);
  }

  static Setting ofText(String name, String defaultValue, String form, String documentation) {
    return new Setting(name, defaultValue, new Values.Text(form), documentation);
  }

  static Setting ofYesOrNo(String name, boolean defaultValue, String documentation) {
    return new Setting(name, Boolean.toString(defaultValue), new Values.YesOrNo(), documentation);
  }

  static Setting oneOf(String name, String documentation, String... words) {
    return new Setting(name, words[0], new Values.OneOf(List.of(words)), documentation);
  }

  /// Without a default: a setting that stands back behind a coarser one of the same meaning.
  Setting withoutDefault() {
    return new Setting(name, "", values, documentation);
  }

  /// What is wrong with a value; null if nothing is.
  @Nullable String complaintAbout(String value) {
    return switch (values) {
      case Values.WholeNumber number -> complaintAbout(number, value);
      case Values.YesOrNo _ ->
          switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "false" -> null;
            default -> "must be true or false";
          };
      case Values.OneOf oneOf ->
          oneOf.words().contains(value)
              ? null
              : "must be one of " + String.join(", ", oneOf.words());
      case Values.SomeOf someOf ->
          someOf.words().containsAll(words(value))
              ? null
              : "must be some of " + String.join(", ", someOf.words());
      case Values.Text _ -> null;
    };
  }

  /// The form and range in words, for the documentation.
  String form() {
    return switch (values) {
      case Values.WholeNumber number -> {
        boolean bounded =
            number.most() != (number.bits() == 32 ? Integer.MAX_VALUE : Long.MAX_VALUE);
        yield bounded
            ? "%d to %d".formatted(number.least(), number.most())
            : "%d or more".formatted(number.least());
      }
      case Values.YesOrNo _ -> "true, false";
      case Values.OneOf oneOf -> String.join(", ", oneOf.words());
      case Values.SomeOf someOf -> "some of " + String.join(", ", someOf.words());
      case Values.Text text -> text.form();
    };
  }

  static List<String> words(String value) {
    return List.of(value.split(",", -1)).stream()
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static @Nullable String complaintAbout(Values.WholeNumber number, String value) {
    long parsed;
    try {
      parsed = number.bits() == 32 ? Integer.parseInt(value) : Long.parseLong(value);
    } catch (NumberFormatException e) {
      return "must be a whole number of " + number.bits() + " bits";
    }
    if (parsed < number.least() || parsed > number.most()) {
      return "must be from " + number.least() + " to " + number.most();
    }
    return null;
  }
}
