package io.headrace.simulator.workload;

import io.headrace.simulator.client.InvariantViolation;

/// How many bits fate has flipped in records, and how many batches readers missed because of it.
/// Each flipped bit may cost its own batch, and nothing else.
public final class DamageLedger {
  private int flippedBits;
  private int lostBatches;

  public void bitFlipped() {
    flippedBits++;
  }

  /// A reader could not get the record at a place.
  void missed(String slot, String why) {
    if (flippedBits == 0) {
      throw new InvariantViolation(slot + " is damaged (" + why + ") though no bit was flipped");
    }
  }

  /// So many acknowledged batches of a partition could not be read in the last reading.
  void lost(int batches) {
    lostBatches += batches;
    if (lostBatches > flippedBits) {
      throw new InvariantViolation(
          flippedBits + " flipped bits cost " + lostBatches + " acknowledged batches");
    }
  }
}
