package io.headrace.broker.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedNetwork;
import io.headrace.runtime.simulated.SimulatedNetwork.Service;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BrokerKnocksTest {
  private static final int BROKER = 2;
  private static final long MS_NS = 1_000_000;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final SimulatedNetwork network = new SimulatedNetwork(world);
  private final Life controller = new SimulatedMachine(world).life();
  private final SimulatedMachine machine = new SimulatedMachine(world);
  private final List<Integer> gone = new ArrayList<>();
  private final BrokerKnocks knocks =
      new BrokerKnocks(
          network.peersOf(controller, "controller"),
          controller.clock(),
          controller.timers(),
          id -> id == BROKER ? new Endpoint("CONTROLLER", "broker", 9093) : null,
          gone::add);

  private void listen(Service service) {
    network.listen(machine.life(), "broker", 9093, service);
  }

  private void onClosed(int broker) {
    controller.reactor().execute(() -> knocks.onClosed(broker));
  }

  @Test
  void aProcessThatDiedIsNoticedWithinMilliseconds() {
    listen((_, _, answer) -> answer.accept(ByteBuffer.allocate(4)));
    machine.kill();
    onClosed(BROKER);
    world.advance(20 * MS_NS);
    assertThat(gone).containsExactly(BROKER);
  }

  @Test
  void aBrokerThatOnlyGaveItsConnectionUpIsNotGone() {
    listen((_, _, answer) -> answer.accept(ByteBuffer.allocate(4)));
    onClosed(BROKER);
    world.advance(5_000 * MS_NS);
    assertThat(gone).isEmpty();
    assertThat(network.connectionCount()).isZero();
  }

  @Test
  void aProcessThatIsAboutToGoIsAskedAgain() {
    listen((_, _, answer) -> answer.close());
    onClosed(BROKER);
    world.advance(100 * MS_NS);
    assertThat(gone).isEmpty();
    machine.kill();
    world.advance(100 * MS_NS);
    assertThat(gone).containsExactly(BROKER);
  }

  @Test
  void aBrokerThatStandsStillIsLeftToItsSession() {
    listen((_, _, answer) -> answer.accept(ByteBuffer.allocate(4)));
    machine.life().pause(2_500 * MS_NS);
    onClosed(BROKER);
    world.advance(5_000 * MS_NS);
    assertThat(gone).isEmpty();
    assertThat(network.connectionCount()).isZero();
  }

  @Test
  void aMachineWithoutPowerIsLeftToItsSession() {
    listen((_, _, answer) -> answer.accept(ByteBuffer.allocate(4)));
    machine.cutPower();
    onClosed(BROKER);
    world.advance(5_000 * MS_NS);
    assertThat(gone).isEmpty();
  }

  @Test
  void nobodyKnocksAtABrokerThatIsNotKnown() {
    onClosed(BROKER + 1);
    world.advance(100 * MS_NS);
    assertThat(gone).isEmpty();
  }
}
