package io.headrace.simulator;

import java.util.TreeSet;

/// The damage that fate has done to stored bytes, and what readers missed because of it. Each
/// flipped bit may cost its own batch, and nothing else.
final class DamageLedger {
  private final TreeSet<History.Slot> lost = new TreeSet<>();
  private int flippedBits;

  void bitFlipped() {
    flippedBits++;
  }

  /// A reader could not get this record.
  void lost(History.Slot slot, String why) {
    if (flippedBits == 0) {
      throw new InvariantViolation(slot + " is damaged (" + why + ") though no bit was flipped");
    }
    lost.add(slot);
  }

  /// Holds that the acknowledged batches touched are no more than the bits that were flipped.
  void check(History history) {
    long batches =
        history.batches().stream()
            .filter(batch -> {
              var first = new History.Slot(batch.topic(), batch.partition(), batch.baseOffset());
              var end = new History.Slot(batch.topic(), batch.partition(), batch.endOffset());
              return !lost.subSet(first, end).isEmpty();
            })
            .count();
    if (batches > flippedBits) {
      throw new InvariantViolation(
          flippedBits + " flipped bits cost " + batches + " acknowledged batches");
    }
  }

  boolean isLost(History.Slot slot) {
    return lost.contains(slot);
  }
}
