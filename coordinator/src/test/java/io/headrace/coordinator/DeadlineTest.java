package io.headrace.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private static final long MS = 1_000_000;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private int reached;
  private final Deadline deadline = new Deadline(life.clock(), life.timers(), () -> reached++);

  private void set(long delayMs) {
    deadline.set(delayMs * MS);
  }

  private int reachedAfter(long ms) {
    world.advance(ms * MS);
    return reached;
  }

  @Test
  void isReachedOnce() {
    set(100);

    assertThat(reachedAfter(99)).isZero();
    assertThat(reachedAfter(2)).isEqualTo(1);
    assertThat(reachedAfter(1_000)).isEqualTo(1);
  }

  @Test
  void canBePutOffAgainAndAgain() {
    for (int i = 0; i < 50; i++) {
      set(100);
      assertThat(reachedAfter(60)).isZero();
    }

    assertThat(reachedAfter(41)).isEqualTo(1);
  }

  @Test
  void canBeMovedForward() {
    set(1_000);
    set(10);

    assertThat(reachedAfter(11)).isEqualTo(1);
    assertThat(reachedAfter(2_000)).isEqualTo(1);
  }

  @Test
  void isForgottenWhenCleared() {
    set(100);
    deadline.clear();

    assertThat(reachedAfter(1_000)).isZero();
    set(100);
    assertThat(reachedAfter(101)).isEqualTo(1);
  }

  @Test
  void inThePastIsReachedSoon() {
    set(-5);

    assertThat(reachedAfter(1)).isEqualTo(1);
  }

  @Test
  void canBeSetAnewByItsOwnTask() {
    Deadline[] own = new Deadline[1];
    int[] runs = new int[1];
    own[0] =
        new Deadline(
            life.clock(),
            life.timers(),
            () -> {
              if (++runs[0] < 3) {
                own[0].set(10 * MS);
              }
            });
    own[0].set(10 * MS);

    world.advance(1_000 * MS);

    assertThat(runs[0]).isEqualTo(3);
  }
}
