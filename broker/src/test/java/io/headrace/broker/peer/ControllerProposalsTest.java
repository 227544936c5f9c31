package io.headrace.broker.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.broker.api.HandlerNode;
import io.headrace.broker.forward.ControllerLine;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.leader.InSyncProposal;
import io.headrace.replication.leader.InSyncProposals.Outcome;
import io.headrace.runtime.Peers;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Broker 1, which is the controller too, proposes. A broker that was leaving was proposed again
/// and again; as the controller left, no answer came, and the partition stood still for seconds.
final class ControllerProposalsTest {

  private static final String TOPIC = "orders";
  private static final int GONE = 9;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private final HandlerNode node = new HandlerNode();
  private final List<Outcome> outcomes = new ArrayList<>();

  /// It is looked up for each request to the controller.
  private int requests;

  private final ControllerProposals proposals =
      new ControllerProposals(
          1,
          () -> {
            requests++;
            return Objects.requireNonNull(node.image().broker(1)).epoch();
          },
          node::image,
          node.controller,
          new ControllerLine(Peers.NOBODY, life.clock(), life.timers(), () -> null),
          life.reactor());

  @Test
  void whoIsOutOfServiceIsNotProposedToTheController() {
    node.broker(2, List.of());
    node.topic(TOPIC, List.of(1, 2));

    propose(1, 2, GONE);

    assertThat(outcomes).containsExactly(new Outcome.Refused(ErrorCode.INELIGIBLE_REPLICA));
    assertThat(requests).isZero();
  }

  @Test
  void whoIsInServiceIs() {
    node.broker(2, List.of());
    node.topic(TOPIC, List.of(1, 2));

    propose(1, 2);

    assertThat(outcomes).singleElement().isInstanceOf(Outcome.Accepted.class);
    assertThat(requests).isEqualTo(1);
  }

  private void propose(Integer... brokers) {
    PartitionImage now = node.partition(TOPIC, 0);
    var id = new PartitionId(Objects.requireNonNull(node.image().topic(TOPIC)).id(), 0);
    List<InSyncProposal.Member> members = List.of(brokers).stream().map(this::member).toList();
    proposals.propose(
        new InSyncProposal(id, now.leaderEpoch(), now.partitionEpoch(), members), outcomes::add);
    node.run(() -> world.advance(1_000_000));
  }

  private InSyncProposal.Member member(int broker) {
    BrokerImage known = node.image().broker(broker);
    return new InSyncProposal.Member(broker, known == null ? -1 : known.epoch());
  }
}
