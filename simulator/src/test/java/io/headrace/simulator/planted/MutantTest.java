package io.headrace.simulator.planted;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.simulator.cluster.ClusterSimulation;
import org.junit.jupiter.api.Test;

class MutantTest {

  @Test
  void aMistakeInAClassThatHasAnotherNameNowIsRefused() {
    var nowhere = Mutation.answers("replication.NoSuchClass", "counts", 0);

    assertThatThrownBy(() -> new Mutant(nowhere, ClusterSimulation.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("io.headrace.replication.NoSuchClass");
  }

  @Test
  void aMistakeInAMethodThatHasAnotherNameNowIsRefused() {
    var nowhere = Mutation.answers("replication.leader.Followers", "noSuchMethod", 0);

    assertThatThrownBy(() -> new Mutant(nowhere, ClusterSimulation.class))
        .hasMessageContaining("noSuchMethod");
  }
}
