package io.headrace.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// With one voter the engine calls a record committed without having flushed it. This test stands
/// guard: whatever was told as committed is there after a power cut inside any disk call.
final class CommittedIsDurableTest {
  private static final int SEEDS = 100;
  private static final int LIVES = 4;

  @Test
  void nothingThatWasToldIsLostByAPowerCutInsideAnyCall() {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(lossOf(seed, false))
          .as("seed " + seed + ": CommittedIsDurableTest.lossOf(seed, false)")
          .isEmpty();
    }
  }

  /// The guard itself is tested: with the sync taken away it must bark.
  @Test
  void aForgottenSyncIsFoundWithinTwentySeeds() {
    int found = 0;
    for (int seed = 0; seed < 20; seed++) {
      found += lossOf(seed, true).isEmpty() ? 0 : 1;
    }
    assertThat(found).isPositive();
  }

  /// What was told and is not there any more, in words; empty if nothing.
  private static String lossOf(int seed, boolean syncsForgotten) {
    var random = new Random(seed);
    var voter = new SimulatedVoter(seed);
    if (syncsForgotten) {
      voter.machine.disk().ignoreSyncs(path -> path.toString().endsWith(".log"));
    }
    for (int life = 0; life < LIVES; life++) {
      voter.machine.disk().crashInCall(1 + random.nextInt(120));
      if (voter.start()) {
        for (int count = 0; count < 30 && voter.machine.life().alive(); count++) {
          voter.append();
          if (random.nextInt(12) == 0) {
            voter.snapshot();
          }
          voter.world.advance(random.nextInt(4_000_000));
        }
      }
      Throwable mistake = voter.machine.life().uncaught();
      if (mistake != null) {
        return "mistake " + mistake;
      }
      if (!voter.failures.isEmpty()) {
        return "failure " + voter.failures;
      }
      voter.machine.disk().dontCrash();
      voter.machine.cutPower();
    }
    return lossAfterRestart(voter);
  }

  private static String lossAfterRestart(SimulatedVoter voter) {
    if (!voter.start()) {
      return "no start: " + voter.failures + " " + voter.machine.life().uncaught();
    }
    if (voter.told.isEmpty()) {
      return "";
    }
    long lastTold = voter.told.lastKey();
    if (voter.image.offset() < lastTold) {
      return "told up to %d, there up to %d".formatted(lastTold, voter.image.offset());
    }
    return "";
  }
}
