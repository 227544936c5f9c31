package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.PartitionLog;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedCrash;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FutureLogTest {

  private final SimulatedMachine machine = new SimulatedMachine(new SimulatedWorld(1));

  @Test
  void itDoesNotCountAsALogUntilItTakesItsPlace() throws IOException {
    Node node = new Node(machine.life().disk()).open();
    PartitionLog future = futureOf(node, "a", "b");
    assertThat(node.directory.log(Node.ORDERS)).isNull();
    assertThat(node.directory.logs()).isEmpty();
    assertThat(node.directory.futures()).containsExactly(future);

    node.directory.promote(Node.ORDERS, future);

    assertThat(node.directory.log(Node.ORDERS)).isSameAs(future);
    assertThat(node.directory.futures()).isEmpty();
  }

  @Test
  void itIsOneAfterAPowerCutToo() throws IOException {
    Node node = new Node(machine.life().disk()).open();
    futureOf(node, "a", "b");

    Node next = afterPowerCut();

    assertThat(next.directory.logs()).isEmpty();
    PartitionLog found = Objects.requireNonNull(next.directory.future(Node.ORDERS));
    assertThat(found.endOffset()).isEqualTo(2);
    assertThat(Node.readAll(found, 0, 1000)).containsExactly(0L, 1L);
  }

  @Test
  void onceItHasTakenItsPlaceNoPowerCutUndoesThat() throws IOException {
    Node node = new Node(machine.life().disk()).open();
    PartitionLog future = futureOf(node, "a", "b");
    node.directory.promote(Node.ORDERS, future);

    Node next = afterPowerCut();

    assertThat(next.directory.futures()).isEmpty();
    assertThat(Objects.requireNonNull(next.directory.log(Node.ORDERS)).endOffset()).isEqualTo(2);
  }

  /// At any call: it is there with its mark, or not at all.
  @Test
  void oneThatIsJustBegunIsNeverTakenForALog() throws IOException {
    for (int call = 1; call <= 8; call++) {
      Life life = machine.restart();
      Node node = new Node(life.disk()).open();
      machine.disk().crashInCall(call);
      try {
        node.directory.createFuture(Node.ORDERS, node.config);
        node.turn();
      } catch (SimulatedCrash e) {
        assertThat(life.alive()).isFalse();
      }
      machine.disk().dontCrash();

      Node next = afterPowerCut();

      assertThat(next.directory.logs()).as("crash in call %d", call).isEmpty();
      next.directory.delete(Node.ORDERS);
      next.turn();
    }
  }

  @Test
  void whatIsDeletedDurablyDoesNotComeBack() throws IOException {
    Node node = new Node(machine.life().disk()).open();
    node.append(node.orders(), "a");
    node.turn();
    node.syncsHeld = true;
    node.directory.deleteDurably(Node.ORDERS);

    assertThat(afterPowerCut().directory.logs()).isEmpty();
  }

  private static PartitionLog futureOf(Node node, String... values) throws IOException {
    PartitionLog future = node.directory.createFuture(Node.ORDERS, node.config);
    for (String value : values) {
      node.append(future, value);
      node.turn();
    }
    return future;
  }

  private Node afterPowerCut() throws IOException {
    machine.cutPower();
    return new Node(machine.restart().disk()).open();
  }
}
