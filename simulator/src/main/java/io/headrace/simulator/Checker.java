package io.headrace.simulator;

import java.util.HashMap;
import java.util.Map;

/// What must hold at the end of a run, when the node is well again and everything has been read
/// once more. (What can be seen at once is checked at once, by [History], [ReaderClient], and
/// [ProducerClient].)
final class Checker {
  private final History history;
  private final DamageLedger damage;

  Checker(History history, DamageLedger damage) {
    this.history = history;
    this.damage = damage;
  }

  /// `found` is all that the last reading brought.
  void check(Map<History.Slot, String> found) {
    nothingAcknowledgedIsLost(found);
    nothingThatWasReadIsGone(found);
    damage.check(history);
    idempotentRecordsAreThereOnceAndInOrder(found);
  }

  /// Promise 1.
  private void nothingAcknowledgedIsLost(Map<History.Slot, String> found) {
    history
        .durable()
        .forEach((slot, value) -> {
          if (!damage.isLost(slot) && !value.equals(found.get(slot))) {
            throw new InvariantViolation(
                slot
                    + " was acknowledged as "
                    + brief(value)
                    + " and holds "
                    + brief(found.get(slot)));
          }
        });
  }

  /// Promise 2.
  private void nothingThatWasReadIsGone(Map<History.Slot, String> found) {
    history
        .readSoFar()
        .forEach((slot, value) -> {
          if (!damage.isLost(slot) && !value.equals(found.get(slot))) {
            throw new InvariantViolation(
                slot + " was read as " + brief(value) + " and holds " + brief(found.get(slot)));
          }
        });
  }

  /// Promise 3.
  private void idempotentRecordsAreThereOnceAndInOrder(Map<History.Slot, String> found) {
    Map<String, Integer> last = new HashMap<>();
    new java.util.TreeMap<>(found)
        .forEach((slot, value) -> {
          String name = value.substring(0, value.lastIndexOf('-', value.indexOf(':')));
          if (!name.startsWith(Simulation.IDEMPOTENT)) {
            return;
          }
          int number = number(value);
          Integer before = last.put(name, number);
          if (before != null && number <= before) {
            throw new InvariantViolation(
                slot + " holds number " + number + " of " + name + " after " + before);
          }
        });
  }

  private static int number(String value) {
    int end = value.indexOf(':');
    return Integer.parseInt(value.substring(value.lastIndexOf('-', end) + 1, end));
  }

  private static String brief(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "nothing" : value.substring(0, Math.min(40, value.length()));
  }
}
