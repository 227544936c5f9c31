package io.headrace.simulator.workload;

import io.headrace.simulator.client.InvariantViolation;

/// How many bits fate has flipped where it may cost records, and how many batches readers missed
/// because of it. Each flipped bit may cost its own batch, or those of its commit, and nothing
/// else.
public final class DamageLedger {
  private int flippedBits;
  private int mayBeLost;
  private int lostBatches;

  /// @param batches so many of them may be lost by it
  public void bitFlipped(int batches) {
    flippedBits++;
    mayBeLost += batches;
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
    if (lostBatches > mayBeLost) {
      throw new InvariantViolation(
          flippedBits + " flipped bits cost " + lostBatches + " acknowledged batches");
    }
  }
}
