package io.headrace.base;

/// How far two words are apart: how many letters must be inserted, deleted, or replaced to make one
/// of the other (Levenshtein's distance).
public final class EditDistance {

  private EditDistance() {}

  /// One row of the usual table at a time: `O(from * to)` steps, memory for one word.
  public static int between(String from, String to) {
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
