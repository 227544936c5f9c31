package io.headrace.controller.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.controller.placement.Loads.Load;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.Incarnation;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What comes out even must be spread evenly, whatever chance says.
final class RankingTest {

  private static final int SEEDS = 300;

  @Test
  void sixBrokersInThreeRacksHaveAsMuchOfATopicEach() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Load> loads = loads("a", "b", "b", "a", "c", "c");
      place(loads, seed, 18, 3);
      assertEven(loads, seed, 9, 3);

      place(loads, seed + SEEDS, 18, 3);
      assertEven(loads, seed, 18, 6);
    }
  }

  @Test
  void brokersWithoutRacksHaveAsMuchOfATopicEach() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Load> loads = loads(null, null, null, null);
      place(loads, seed, 12, 3);
      assertEven(loads, seed, 9, 3);
    }
  }

  private static void place(List<Load> loads, int seed, int partitions, int replicationFactor) {
    var ranking = new Ranking(loads, new SimulatedRandom(seed));
    ranking.beginTopic();
    for (int partition = 0; partition < partitions; partition++) {
      ranking.place(replicationFactor);
    }
  }

  private static void assertEven(List<Load> loads, int seed, int replicas, int leaders) {
    assertThat(loads)
        .as("seed " + seed)
        .allSatisfy(load -> {
          assertThat(load.replicas()).isEqualTo(replicas);
          assertThat(load.leaders()).isEqualTo(leaders);
        });
  }

  private static List<Load> loads(@Nullable String... racks) {
    var loads = new ArrayList<Load>();
    for (int id = 1; id <= racks.length; id++) {
      var broker =
          new BrokerImage(
              id,
              1,
              new Incarnation(9, id),
              racks[id - 1],
              List.of(),
              List.of(),
              List.of(),
              Standing.IN_SERVICE,
              List.of());
      loads.add(new Load(broker, 0, 0));
    }
    return loads;
  }
}
