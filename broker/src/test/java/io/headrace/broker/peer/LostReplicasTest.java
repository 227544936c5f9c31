package io.headrace.broker.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.broker.api.HandlerNode;
import io.headrace.broker.forward.ControllerLine;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.runtime.Peers;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Broker 1, which is the controller too, has lost a directory.
final class LostReplicasTest {

  private static final String SHARED = "orders";
  private static final String ALONE = "notes";

  private final HandlerNode node = new HandlerNode();
  private final Life life = new SimulatedMachine(new SimulatedWorld(1)).life();
  private boolean registered = true;
  private final LostReplicas lost =
      new LostReplicas(
          1,
          () -> registered ? registration().epoch() : -1,
          node::image,
          node.controller,
          new ControllerLine(Peers.NOBODY, life.clock(), life.timers(), () -> null),
          life.timers());

  @BeforeEach
  void makeTopics() {
    node.broker(2, List.of());
    node.topic(SHARED, List.of(1, 2));
    node.topic(ALONE, List.of(1));
  }

  @Test
  void othersLeadWhatWasInIt() {
    node.run(() -> lost.onOffline(List.of(id(SHARED))));

    PartitionImage after = node.partition(SHARED, 0);
    assertThat(after.leader()).isEqualTo(2);
    assertThat(after.inSync()).containsExactly(2);
  }

  @Test
  void whatNobodyElseHoldsIsNotTold() {
    PartitionImage before = node.partition(ALONE, 0);

    node.run(() -> lost.onOffline(List.of(id(ALONE))));

    assertThat(node.partition(ALONE, 0)).isEqualTo(before);
    assertThat(registration().offlineReplicas()).isEmpty();
  }

  @Test
  void itIsToldOnceTheBrokerIsRegistered() {
    registered = false;
    node.run(() -> lost.onOffline(List.of(id(SHARED))));
    assertThat(node.partition(SHARED, 0).leader()).isEqualTo(1);

    registered = true;
    node.run(lost::onImage);

    assertThat(node.partition(SHARED, 0).leader()).isEqualTo(2);
  }

  private PartitionId id(String topic) {
    return new PartitionId(Objects.requireNonNull(node.image().topic(topic)).id(), 0);
  }

  private BrokerImage registration() {
    return Objects.requireNonNull(node.image().broker(1));
  }
}
