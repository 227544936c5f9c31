package io.headrace.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedWorldTest {
  private final List<String> seen = new ArrayList<>();

  private long history(long seed) {
    SimulatedWorld world = new SimulatedWorld(seed);
    SimulatedMachine machine = new SimulatedMachine(world);
    Life life = machine.life();
    for (int i = 0; i < 20; i++) {
      int number = i;
      life.timers().after(1_000_000, () -> world.note(number));
      life.syncLane().submit(() -> world.note(100 + number), failure -> world.note(200 + number));
    }
    world.advance(1_000_000_000);
    return world.historyHash();
  }

  @Test
  void theSameSeedGivesTheSameHistoryAndAnotherSeedAnother() {
    assertThat(history(7)).isEqualTo(history(7)).isNotEqualTo(history(8));
  }

  @Test
  void endOfTurnTasksRunOnceAfterTheItemsOfTheTurn() {
    SimulatedWorld world = new SimulatedWorld(3);
    SimulatedReactor reactor = new SimulatedMachine(world).life().reactor();
    reactor.execute(() -> {
      reactor.atEndOfTurn(() -> seen.add("end"));
      seen.add("item");
    });
    world.advance(1_000_000);
    assertThat(seen).containsExactly("item", "end");
  }

  @Test
  void aCancelledTimerDoesNotRun() {
    SimulatedWorld world = new SimulatedWorld(3);
    Life life = new SimulatedMachine(world).life();
    life.timers().after(10, () -> seen.add("kept"));
    life.timers().after(10, () -> seen.add("cancelled")).cancel();
    world.advance(1_000_000);
    assertThat(seen).containsExactly("kept");
  }

  @Test
  void nothingOfADeadProcessHappens() {
    SimulatedWorld world = new SimulatedWorld(3);
    SimulatedMachine machine = new SimulatedMachine(world);
    machine.life().timers().after(10, () -> seen.add("late"));
    machine.kill();
    world.advance(1_000_000);
    assertThat(seen).isEmpty();
  }

  @Test
  void theWallClockJumpsWithoutTheMonotonicOne() {
    SimulatedWorld world = new SimulatedWorld(3);
    SimulatedMachine machine = new SimulatedMachine(world);
    long before = machine.life().clock().nowNs();
    machine.clock().jump(-3_600_000);
    assertThat(machine.life().clock().nowNs()).isEqualTo(before);
    assertThat(machine.life().clock().wallMs()).isEqualTo(SimulatedWorld.EPOCH_MS - 3_600_000);
  }
}
