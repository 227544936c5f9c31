package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// More seeds: `-Dheadrace.replication.seeds=1000`, from another first one on:
/// `-Dheadrace.replication.seed=4001`. With the latter alone, only that one.
class ReplicationSimulationTest {

  @Test
  void nothingAcknowledgedIsLostAndAllReadersAgree() {
    Long first = Long.getLong("headrace.replication.seed");
    int seeds = Integer.getInteger("headrace.replication.seeds", first == null ? 30 : 1);
    long from = first == null ? 1 : first;
    int acknowledged = 0;
    for (long seed = from; seed < from + seeds; seed++) {
      acknowledged += run(seed, Plant.NOTHING).acknowledged();
    }
    assertThat(acknowledged).as("records acknowledged").isGreaterThan(10 * seeds);
  }

  /// One damaged copy of three: repaired, no reader is refused, nothing is lost.
  @Test
  void whatRotsOnOneReplicaComesBackFromTheOthers() {
    Long first = Long.getLong("headrace.replication.seed");
    int seeds = Integer.getInteger("headrace.replication.seeds", first == null ? 30 : 1);
    long from = first == null ? 1 : first;
    int flipped = 0;
    for (long seed = from; seed < from + seeds; seed++) {
      flipped += run(seed, Plant.NOTHING, History.WITH_ROT).flippedBits();
    }
    assertThat(flipped).as("bits flipped").isGreaterThanOrEqualTo(seeds);
  }

  /// Led or followed, written to, cut, and with crashes at any step of the way.
  @Test
  void replicasMoveToAnotherDirectoryAndNothingIsLost() {
    Long first = Long.getLong("headrace.replication.seed");
    int seeds = Integer.getInteger("headrace.replication.seeds", first == null ? 30 : 1);
    long from = first == null ? 1 : first;
    int moved = 0;
    for (long seed = from; seed < from + seeds; seed++) {
      moved += run(seed, Plant.NOTHING, History.WITH_MOVES).movesEnded();
    }
    assertThat(moved).as("moves that came to their end").isGreaterThan(3 * seeds);
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    assertThat(run(3, Plant.NOTHING).hash()).isEqualTo(run(3, Plant.NOTHING).hash());
  }

  @ParameterizedTest
  @MethodSource("plants")
  void aPlantedBugIsFoundWithinItsSeeds(Plant plant) {
    for (long seed = 1; seed <= plant.seeds; seed++) {
      try {
        run(seed, plant);
      } catch (AssertionError found) {
        return;
      }
    }
    throw new AssertionError(plant + " was not found in " + plant.seeds + " seeds");
  }

  static Stream<Plant> plants() {
    return Arrays.stream(Plant.values()).filter(plant -> plant != Plant.NOTHING);
  }

  private static ReplicationHistory run(long seed, Plant plant) {
    return run(seed, plant, History.SOUND);
  }

  private static ReplicationHistory run(long seed, Plant plant, History kind) {
    var history = new ReplicationHistory(seed, plant, kind);
    try {
      history.run();
    } catch (Throwable e) {
      throw new AssertionError("repeat with -Dheadrace.replication.seed=" + seed, e);
    }
    return history;
  }
}
