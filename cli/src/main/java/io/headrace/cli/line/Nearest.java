package io.headrace.cli.line;

import java.util.Collection;
import java.util.Optional;

/// Finds what the user probably meant.
public final class Nearest {

  private Nearest() {}

  /// The candidate that takes the fewest single-letter edits, if that is about a third of the word
  /// at most; nothing for words too short to tell.
  public static Optional<String> to(String typed, Collection<String> candidates) {
    String nearest = null;
    int fewestEdits = typed.length() < 3 ? 0 : (typed.length() + 1) / 3 + 1;
    for (String candidate : candidates) {
      int edits = edits(typed, candidate);
      if (edits < fewestEdits) {
        fewestEdits = edits;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /// Levenshtein's distance, one row at a time.
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
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
