package io.headrace.broker.config;

import io.headrace.base.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/// Finds the word somebody may have meant.
final class Spelling {

  private Spelling() {}

  /// The word of `known`, not empty, that takes the fewest edits to get from `word`.
  static String nearest(String word, Collection<String> known) {
    return new TreeSet<>(known)
        .stream()
            .min(Comparator.comparingInt(each -> EditDistance.between(word, each)))
            .orElseThrow();
  }

  /// Whether somebody who wrote `word` may well have meant `nearest`: it takes few edits for its
  /// length, or its beginning was left out.
  static boolean looksMisspelled(String word, String nearest) {
    return EditDistance.between(word, nearest) <= 1 + word.length() / 6
        || nearest.endsWith("." + word);
  }
}
