package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;

/// Values that say who sent them, and as which of its records: `name-number:filler`.
public final class Numbered {
  /// Begins the names of those who do not wait for answers: their records may come in any order.
  static final String UNORDERED = "hasty-";

  /// Begins the names of those whose records may be lost: those that stay are in order.
  public static final String MAY_SKIP = "swift-";

  private static final String TO_BE_REFUSED = "to-be-refused";

  private final String name;
  private int next;

  public Numbered(String name) {
    this.name = name;
  }

  public String next(SimulatedRandom random, int maxFiller) {
    return name + "-" + next++ + ":" + "x".repeat(random.nextInt(maxFiller));
  }

  /// A record that no node may store.
  static Payload toBeRefused() {
    return new Payload(TO_BE_REFUSED, TO_BE_REFUSED + "-0:", 0);
  }

  static boolean mustBeRefused(Payload record) {
    return TO_BE_REFUSED.equals(record.key());
  }

  public static String nameIn(String value) {
    return value.substring(0, dash(value));
  }

  /// Whether records of this name may be missing between others.
  public static boolean maySkip(String name) {
    return name.startsWith(MAY_SKIP);
  }

  public static int numberIn(String value) {
    return Integer.parseInt(value.substring(dash(value) + 1, value.indexOf(':')));
  }

  private static int dash(String value) {
    int dash = value.lastIndexOf('-', value.indexOf(':'));
    if (dash < 0) {
      throw new InvariantViolation("a record that nobody sent: " + value);
    }
    return dash;
  }
}
