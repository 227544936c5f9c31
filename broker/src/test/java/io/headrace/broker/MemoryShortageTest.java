package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.network.ConnectionId;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the operator hears of connections that wait for memory.
class MemoryShortageTest {

  private static final long SECOND_NS = 1_000_000_000L;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final RequestMemory memory = new RequestMemory(100);
  private final List<String> told = new ArrayList<>();
  private final MemoryShortage shortage =
      new MemoryShortage(memory, new SimulatedMachine(world).life().timers(), told::add);
  private long connections;

  @BeforeEach
  void spendAll() {
    assertThat(memory.reserve(new ConnectionId(0), 100)).isTrue();
  }

  private void postpone() {
    memory.await(new ConnectionId(++connections), 50, () -> {});
    shortage.onPostponed();
  }

  @Test
  void theFirstWhoWaitsIsToldOfAtOnceWithTheLimitAndWhatRaisesIt() {
    postpone();

    assertThat(told)
        .singleElement()
        .asString()
        .contains("waiting-connections=1 ", "limit-bytes=100", "HEADRACE_HEAP");
  }

  @Test
  void thereIsOneLineInTenSecondsHoweverManyWait() {
    for (int i = 0; i < 35; i++) {
      postpone();
      world.advance(SECOND_NS);
    }

    assertThat(told).hasSize(4);
    assertThat(told.getLast()).startsWith("waiting-connections=31 postponed-requests=10 ");
  }

  @Test
  void theEndIsToldOfOnceAndTheNextBeginningAgain() {
    postpone();
    world.advance(25 * SECOND_NS);
    memory.release(100);
    world.advance(60 * SECOND_NS);
    assertThat(told).hasSize(4);
    assertThat(told.getLast()).startsWith("waiting-connections=0");

    shortage.onPostponed();
    assertThat(told).hasSize(5);
  }
}
