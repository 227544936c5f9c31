package io.headrace.metadata.config;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a config's value must be beyond its form.
@FunctionalInterface
interface ValueCheck {

  /// Null if `value` will do, else Kafka's words for what is wrong with it.
  @Nullable String complaintAbout(String value);

  static ValueCheck any() {
    return _ -> null;
  }

  static ValueCheck atLeast(double least) {
    return value ->
        Double.parseDouble(value) < least ? "Value must be at least " + plain(least) : null;
  }

  static ValueCheck between(double least, double most) {
    return value -> {
      double number = Double.parseDouble(value);
      if (number < least) {
        return "Value must be at least " + plain(least);
      }
      return number > most ? "Value must be no more than " + plain(most) : null;
    };
  }

  static ValueCheck oneOf(String... words) {
    List<String> allowed = List.of(words);
    return value ->
        allowed.contains(value) ? null : "String must be one of: " + String.join(", ", allowed);
  }

  static ValueCheck listOf(String... words) {
    ValueCheck each = oneOf(words);
    return value -> {
      for (String word : new TreeSet<>(ConfigKey.splitList(value))) {
        String complaint = each.complaintAbout(word);
        if (complaint != null) {
          return complaint;
        }
      }
      return null;
    };
  }

  /// GZIP's levels: 1 to 9, or −1 for its own choice.
  static ValueCheck gzipLevel() {
    return value -> {
      int level = Integer.parseInt(value);
      return level == -1 || (level >= 1 && level <= 9)
          ? null
          : "Value must be between 1 and 9 or equal to -1";
    };
  }

  /// Pairs of partition and broker, or all.
  static ValueCheck throttledReplicas(String key) {
    Pattern pair = Pattern.compile("[0-9]{1,9}:[0-9]{1,9}");
    return value -> {
      List<String> pairs = ConfigKey.splitList(value);
      return pairs.equals(List.of("*")) || pairs.stream().allMatch(it -> pair.matcher(it).matches())
          ? null
          : key
              + " must be the literal '*' or a list of replicas in the following format:"
              + " [partitionId]:[brokerId],[partitionId]:[brokerId],...";
    };
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
