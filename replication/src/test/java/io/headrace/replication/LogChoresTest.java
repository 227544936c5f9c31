package io.headrace.replication;

import static io.headrace.replication.LogChores.MAX_PER_TURN;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LogChoresTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final int MANY = 5 * MAX_PER_TURN;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private final List<PartitionId> made = new ArrayList<>();
  private final List<Integer> madePerTurn = new ArrayList<>();
  private final List<Integer> deleted = new ArrayList<>();
  private final LogChores chores =
      new LogChores(life.reactor(), life.timers(), this::make, this::endOfTurn);
  private int madeBefore;

  private static PartitionId id(int partition) {
    return new PartitionId(new TopicId(1, 1), partition);
  }

  private void make(PartitionId id) {
    if (chores.mayMake(id)) {
      made.add(id);
    }
  }

  private void endOfTurn() {
    madePerTurn.add(made.size() - madeBefore);
    madeBefore = made.size();
  }

  private void inATurn(Runnable something) {
    life.reactor()
        .execute(() -> {
          something.run();
          endOfTurn();
        });
    world.advance(SECOND_NS);
  }

  @Test
  void aFewLogsAreMadeAtOnce() {
    inATurn(() -> {
      IntStream.range(0, MAX_PER_TURN).forEach(each -> make(id(each)));
      assertThat(made).hasSize(MAX_PER_TURN);
    });
    assertThat(made).hasSize(MAX_PER_TURN);
  }

  @Test
  void manyLogsAreMadeInManyTurnsInTheirOrder() {
    inATurn(() -> IntStream.range(0, MANY).forEach(each -> make(id(each))));
    assertThat(made)
        .containsExactlyElementsOf(IntStream.range(0, MANY).mapToObj(LogChoresTest::id).toList());
    assertThat(madePerTurn).hasSize(MANY / MAX_PER_TURN).allMatch(count -> count == MAX_PER_TURN);
  }

  @Test
  void oneKnowsWhichLogsAreStillToBeMade() {
    inATurn(() -> {
      IntStream.range(0, MANY).forEach(each -> make(id(each)));
      assertThat(chores.isToBeMade(id(0))).isFalse();
      assertThat(chores.isToBeMade(id(MANY - 1))).isTrue();
    });
    assertThat(chores.isToBeMade(id(MANY - 1))).isFalse();
  }

  @Test
  void manyLogsAreDeletedInManyTurns() {
    inATurn(() -> {
      IntStream.range(0, MANY).forEach(each -> chores.delete(() -> deleted.add(each)));
      assertThat(deleted).hasSize(MAX_PER_TURN);
    });
    assertThat(deleted).containsExactlyElementsOf(IntStream.range(0, MANY).boxed().toList());
  }

  @Test
  void whatWasToBeDeletedIsNotForgottenAtTheEnd() {
    inATurn(() -> {
      IntStream.range(0, MANY).forEach(each -> chores.delete(() -> deleted.add(each)));
      chores.close();
    });
    assertThat(deleted).hasSize(MANY);
  }
}
