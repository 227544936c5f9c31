package io.headrace.cli.line;

import io.headrace.base.EditDistance;
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
      int edits = EditDistance.between(typed, candidate);
      if (edits < fewestEdits) {
        fewestEdits = edits;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }
}
