package io.headrace.metadata.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One config that there is.
///
/// @param defaultValue null if it has none
/// @param synonyms the broker's settings that stand in for it where it is not set, the strongest
///   first
/// @param visible whether it is listed where all are asked for
/// @param documentation one or two sentences for whoever asks
public record ConfigKey(
    String name,
    ConfigType type,
    @Nullable String defaultValue,
    ValueCheck check,
    List<Synonym> synonyms,
    boolean visible,
    String documentation) {

  /// A broker's setting with the same meaning in perhaps another unit.
  ///
  /// @param factor what its value is multiplied with, where it is a number of 0 or more
  public record Synonym(String name, long factor, @Nullable String defaultValue) {

    /// The synonym's value in the unit of the config.
    public String converted(String value) {
      if (factor == 1) {
        return value;
      }
      long number = Long.parseLong(value.strip());
      return Long.toString(number < 0 ? number : Math.multiplyExact(number, factor));
    }
  }

  /// Null if `value` can be set for this config, else the error that Kafka tells.
  public @Nullable String complaintAbout(String value) {
    String text = value.strip();
    String complaint = complaintAboutForm(text);
    if (complaint == null) {
      complaint = check.complaintAbout(text);
    }
    if (complaint == null) {
      return null;
    }
    String shown =
        type == ConfigType.LIST && name.contains("throttled") ? "[" + value + "]" : value;
    if (type == ConfigType.LIST && complaint.startsWith("String must be one of")) {
      shown = firstUnknown(text);
    }
    return "Invalid value " + shown + " for configuration " + name + ": " + complaint;
  }

  private String firstUnknown(String list) {
    return splitList(list).stream()
        .filter(word -> check.complaintAbout(word) != null)
        .findFirst()
        .orElse(list);
  }

  private @Nullable String complaintAboutForm(String text) {
    try {
      switch (type) {
        case BOOLEAN -> {
          String word = text.toLowerCase(Locale.ROOT);
          if (!word.equals("true") && !word.equals("false")) {
            return "Expected value to be either true or false";
          }
        }
        case INT -> Integer.parseInt(text);
        case SHORT -> Short.parseShort(text);
        case LONG -> Long.parseLong(text);
        case DOUBLE -> {
          if (!Double.isFinite(Double.parseDouble(text))) {
            return "Not a number of type DOUBLE";
          }
        }
        case UNKNOWN, STRING, LIST, CLASS, PASSWORD -> {}
      }
      return null;
    } catch (NumberFormatException _) {
      return "Not a number of type " + type.word();
    }
  }

  /// The elements of a list's value, without the space around them.
  public static List<String> splitList(String value) {
    String text = value.strip();
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }
}
