package io.headrace.broker.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/// Finds the word somebody may have meant.
final class Spelling {

  private Spelling() {}

  /// The word of `known`, not empty, that takes the fewest edits to get from `word`.
  static String nearest(String word, Collection<String> known) {
    return new TreeSet<>(known)
        .stream().min(Comparator.comparingInt(each -> edits(word, each))).orElseThrow();
  }

  /// Levenshtein's distance: insertions, deletions, and replacements.
  static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
