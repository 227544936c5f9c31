package io.headrace.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.base.TopicPartition;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.leader.AppendResult;
import io.headrace.replication.leader.Input;
import io.headrace.replication.leader.TopicRules;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Requests that wait: for their appends to be stored, or for something to read.
class ParkedTest {

  private static final long MS = 1_000_000;
  private static final int BIG = 1 << 20;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private final ParkedProduces produces = new ParkedProduces(life.clock(), life.timers());
  private final ParkedFetches fetches = new ParkedFetches(life.reactor(), life.timers());
  private final FakeLog log = new FakeLog();
  private final Partition partition =
      new Partition(
          new TopicPartition("t", 0),
          log,
          Alone.services(),
          Alone.appointed(0, TopicRules.DEFAULT),
          0);
  private final List<List<AppendResult>> produced = new ArrayList<>();
  private final List<List<Fetched>> fetched = new ArrayList<>();

  private void fetch(int minBytes, int maxWaitMs, Wanted... wanted) {
    var limits = new FetchRound.Limits(minBytes, BIG, maxWaitMs);
    fetches.answerOrPark(
        new FetchRound(new FetchScope.Listed(List.of(wanted)), limits, fetched::add), 1);
  }

  private Wanted from(long offset) {
    return Wanted.of(partition, offset, -1, BIG);
  }

  private void append(int records) {
    partition.append(new Input.CoordinatorAppend(Batches.records(records), _ -> {}));
  }

  private void inATurn(Runnable action) {
    life.reactor().execute(action);
    world.advance(MS);
  }

  @Test
  void aProduceIsAnsweredWhenAllItsPartitionsAre() {
    var round = new ProduceRound(2, produced::add);
    produces.park(round, 1_000);
    round.onResult(1, AppendResult.refused(ErrorCode.CORRUPT_MESSAGE));
    assertThat(produced).isEmpty();

    round.onResult(0, new AppendResult.Stored(4, -1, 0));

    assertThat(produced.getFirst()).hasSize(2);
    assertThat(produced.getFirst().getFirst()).isEqualTo(new AppendResult.Stored(4, -1, 0));
  }

  @Test
  void aProduceWaitsNoLongerThanItsTimeout() {
    var slow = new ProduceRound(1, produced::add);
    var quick = new ProduceRound(1, produced::add);
    produces.park(slow, 5_000);
    produces.park(quick, 100);

    world.advance(101 * MS);
    assertThat(produced).hasSize(1);
    world.advance(5_000 * MS);

    assertThat(produced)
        .hasSize(2)
        .allSatisfy(results ->
            assertThat(results).containsExactly(AppendResult.refused(ErrorCode.REQUEST_TIMED_OUT)));
    slow.onResult(0, new AppendResult.Stored(0, -1, 0));
    assertThat(produced).hasSize(2);
  }

  @Test
  void aFetchWaitsUntilARecordIsBelowTheHighWatermark() {
    inATurn(() -> fetch(1, 500, from(0)));
    inATurn(() -> {
      append(1);
      log.write();
    });
    assertThat(fetched).isEmpty();

    inATurn(log::sync);

    assertThat(data(fetched.getFirst().getFirst()).highWatermark()).isEqualTo(1);
    assertThat(fetches.size()).isZero();
  }

  @Test
  void aFetchWaitsForMinBytes() {
    inATurn(() -> {
      append(1);
      log.sync();
      fetch(200, 500, from(0));
    });
    assertThat(fetched).isEmpty();
    assertThat(log.slicesHeld).isZero();

    inATurn(() -> {
      append(5);
      log.sync();
    });

    assertThat(fetched).hasSize(1);
    assertThat(log.slicesHeld).isEqualTo(1);
  }

  @Test
  void aFetchIsAnsweredWithNothingWhenItsTimeIsUp() {
    inATurn(() -> fetch(1, 500, from(0)));

    world.advance(510 * MS);

    assertThat(data(fetched.getFirst().getFirst()).slice()).isNull();
  }

  @Test
  void aFetchThatMayNotWaitIsAnsweredAtOnce() {
    fetch(1, 0, from(0));

    assertThat(fetched).hasSize(1);
  }

  @Test
  void anErrorIsToldAtOnce() {
    inATurn(() -> fetch(1, 500, from(0), from(99)));

    assertThat(fetched.getFirst().get(1))
        .isEqualTo(new Fetched.Failed(ErrorCode.OFFSET_OUT_OF_RANGE));
  }

  @Test
  void aPartitionThatIsNotHereDoesNotHurryTheOthers() {
    inATurn(() -> fetch(1, 500, from(0), Wanted.refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
    assertThat(fetched).isEmpty();

    inATurn(() -> fetch(1, 500, Wanted.refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));

    assertThat(fetched).hasSize(1);
  }

  @Test
  void oneAnswerCarriesAllThatACommitMadeReadable() {
    inATurn(() -> fetch(1, 500, from(0)));

    inATurn(() -> {
      append(1);
      log.sync();
      append(1);
      log.sync();
    });

    assertThat(data(fetched.getFirst().getFirst()).highWatermark()).isEqualTo(2);
  }

  @Test
  void aFetchEndsWhenItsPartitionIsNoLongerLedHere() {
    inATurn(() -> fetch(1, 500, from(0)));

    inATurn(() -> partition.close(ErrorCode.NOT_LEADER_OR_FOLLOWER));

    assertThat(fetched.getFirst())
        .containsExactly(new Fetched.Failed(ErrorCode.NOT_LEADER_OR_FOLLOWER));
  }

  @Test
  void aClosedConnectionTakesItsFetchesAlong() {
    inATurn(() -> fetch(1, 500, from(0)));

    inATurn(() -> fetches.onClosed(1));

    assertThat(fetches.size()).isZero();
    assertThat(fetched).containsExactly(List.of());
  }

  @Test
  void theFirstPartitionWithRecordsGivesOneBatchHoweverLarge() {
    append(50);
    log.sync();
    var limits = new FetchRound.Limits(1, 100, 500);

    fetches.answerOrPark(
        new FetchRound(new FetchScope.Listed(List.of(from(0), from(0))), limits, fetched::add), 1);

    assertThat(data(fetched.getFirst().getFirst()).slice()).isNotNull();
    assertThat(data(fetched.getFirst().get(1)).slice()).isNull();
  }

  private static Fetched.Data data(Fetched fetched) {
    return (Fetched.Data) fetched;
  }

  @Test
  void aFetchThatFailsHalfwayLetsGoOfWhatItHadRead() {
    append(1);
    log.sync();
    var brokenLog = new FakeLog();
    var broken =
        new Partition(
            new TopicPartition("t", 1),
            brokenLog,
            Alone.services(),
            Alone.appointed(0, TopicRules.DEFAULT),
            0);
    brokenLog.mistakeOnRead = new ArithmeticException("planted");

    assertThatThrownBy(() -> fetch(1, 0, from(0), Wanted.of(broken, 0, -1, BIG)))
        .hasMessage("planted");

    assertThat(log.slicesHeld).isZero();
  }

  @Test
  void theOldestIsAnsweredWhenAskedToGiveWay() {
    inATurn(() -> fetch(1, 1_000, from(0)));
    inATurn(() -> fetch(1, 5_000, from(0)));

    assertThat(fetches.answerOldest()).isTrue();

    assertThat(fetched).hasSize(1);
    assertThat(fetches.size()).isEqualTo(1);
    assertThat(fetches.answerOldest()).isTrue();
    assertThat(fetches.answerOldest()).isFalse();
  }
}
