package io.headrace.controller.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.MetadataRecord.PartitionChanged;
import io.headrace.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Brokers die, return, lose their disks, leave and are drained; in-sync sets change, partitions
/// are reassigned, leaders elected; meanwhile the controller moves from node to node. Whatever
/// happens, no acknowledged record is missing on a leader.
///
/// To repeat a seed: `-Dheadrace.controller.seed=N`.
final class ControllerSimulationTest {
  private static final int SEEDS = Integer.getInteger("headrace.controller.seeds", 30);
  private static final int STEPS = 300;

  @Test
  void nothingAcknowledgedIsLostWhateverHappens() {
    Integer only = Integer.getInteger("headrace.controller.seed");
    for (int seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
      String violation = run(seed, UnaryOperator.identity());
      assertThat(violation).as("seed " + seed).isNull();
    }
  }

  @Test
  void aLeaderThatKeepsItsEpochWhenAnotherTakesOverIsFound() {
    assertFound(it -> with(it, Math.max(0, it.leaderEpoch() - 1), it.inSync(), it.eligible()));
  }

  @Test
  void whoDroppedOutWhileOthersWentOnIsFoundIfItIsEligible() {
    assertFound(it -> {
      var eligible = new ArrayList<>(it.replicas());
      eligible.removeAll(it.inSync());
      return with(it, it.leaderEpoch(), it.inSync(), eligible);
    });
  }

  @Test
  void forgettingWhoIsEligibleIsFound() {
    assertFound(it -> with(it, it.leaderEpoch(), it.inSync(), List.of()));
  }

  /// Finds a planted bug: something that is done to each change of a partition before it is
  /// decided.
  private static void assertFound(UnaryOperator<PartitionImage> bug) {
    UnaryOperator<MetadataRecord> inRecords =
        record ->
            record instanceof PartitionChanged it
                ? new PartitionChanged(it.topicId(), bug.apply(it.partition()))
                : record;
    for (int seed = 0; seed < 50; seed++) {
      if (run(seed, inRecords) != null) {
        return;
      }
    }
    assertThat(false).as("found within 50 seeds").isTrue();
  }

  private static @Nullable String run(int seed, UnaryOperator<MetadataRecord> bug) {
    try {
      new SimulatedCluster(seed, bug).run(STEPS);
      return null;
    } catch (Violation e) {
      return e.getMessage();
    }
  }

  private static PartitionImage with(
      PartitionImage it, int leaderEpoch, List<Integer> inSync, List<Integer> eligible) {
    return new PartitionImage(
        it.partition(),
        it.leader(),
        leaderEpoch,
        it.partitionEpoch(),
        it.replicas(),
        it.adding(),
        it.removing(),
        inSync,
        eligible);
  }
}
