package io.headrace.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicPartition;
import io.headrace.group.SimulatedMember.Phase;
import io.headrace.group.classic.GroupDescription;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One group under random members, a log that commits late or loses records, and a coordinator that
/// dies and replays. `-Dheadrace.seeds=N` plays more seeds, `-Dheadrace.seed=S` one of them again.
final class GroupSimulationTest {

  private static final int DEFAULT_SEEDS = 50;
  private static final int STEPS = 1_500;
  private static final int MEMBERS = 6;

  static LongStream seeds() {
    Long seed = Long.getLong("headrace.seed");
    return seed != null
        ? LongStream.of(seed)
        : LongStream.rangeClosed(1, Integer.getInteger("headrace.seeds", DEFAULT_SEEDS));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void membersAgreeAndNothingAcknowledgedIsLost(long seed) {
    try {
      play(seed);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d: mvn test -pl coordinator -am -Dtest=GroupSimulationTest -Dheadrace.seed=%d"
              .formatted(seed, seed),
          e);
    }
  }

  /// One history; throws when something is found to be wrong.
  static void play(long seed) {
    new Run(seed).play();
  }

  private static final class Run {
    private final GroupChecks checks = new GroupChecks();
    private final List<SimulatedMember> members = new ArrayList<>();
    private final GroupWorld world;
    private final SimulatedRandom random;
    private long nowMs;

    Run(long seed) {
      random = new SimulatedRandom(seed);
      world = new GroupWorld(seed, GroupConfig.DEFAULT, _ -> {});
      world.createTopic("t", 4);
      for (int i = 0; i < MEMBERS; i++) {
        members.add(new SimulatedMember("m" + i, i % 3 == 0, world, checks, random.fork()));
      }
    }

    void play() {
      for (int i = 0; i < STEPS; i++) {
        members.get(random.nextInt(MEMBERS)).act(nowMs, true);
        if (random.oneIn(4)) {
          pass(random.nextInt(1_500));
        }
        disturb();
      }
      settle();
      world.coordinator().close();
      assertThat(checks.unanswered()).as("questions without an answer").isZero();
    }

    private void disturb() {
      FakeLog log = world.log();
      switch (random.nextInt(100)) {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> log.hold();
        case 10, 11, 12, 13, 14 -> log.commit();
        case 15 -> {
          log.reject(1 + random.nextInt(3), ErrorCode.KAFKA_STORAGE_ERROR);
          log.commit();
          compareWithReplay();
        }
        case 16 -> {
          if (random.oneIn(2)) {
            newLife();
          }
        }
        case 17 -> {
          log.commit();
          compareWithReplay();
        }
        case 18, 19 -> log.delay();
        default -> {
          if (log.waiting() > 0) {
            log.commitOne();
          }
        }
      }
      fetch();
    }

    private void newLife() {
      if (random.oneIn(2)) {
        world.restart();
      } else {
        world.leader(2);
        world.leader(GroupWorld.BROKER);
      }
      checks.onNewLife();
    }

    private void fetch() {
      var partition = new TopicPartition("t", random.nextInt(4));
      long atLeast = checks.acknowledged(partition);
      world
          .coordinator()
          .fetch(
              GroupChecks.GROUP,
              List.of(partition),
              checks.caller(found -> checks.onFetched(found.getFirst(), atLeast), _ -> {}));
    }

    /// What replaying all records makes is what the living coordinator has.
    private void compareWithReplay() {
      List<Object> before = view();
      world.restart();
      checks.onNewLife();
      List<Object> after = view();
      if (before.getLast() instanceof GroupDescription described
          && described.state().toString().equals("Stable")) {
        assertThat(after).isEqualTo(before);
      } else {
        assertThat(after.getFirst()).isEqualTo(before.getFirst());
      }
    }

    private List<Object> view() {
      List<Object> view = new ArrayList<>();
      world.coordinator().fetch(GroupChecks.GROUP, null, checks.caller(view::add, view::add));
      world.coordinator().describe(GroupChecks.GROUP, checks.caller(view::add, view::add));
      return view;
    }

    private void pass(long durationMs) {
      nowMs += durationMs;
      world.advanceMs(durationMs);
    }

    /// When everyone behaves and the log works, the group finds itself.
    private void settle() {
      world.log().commit();
      for (int i = 0; i < 400; i++) {
        members.forEach(member -> member.act(nowMs, false));
        pass(500);
        world.log().commit();
      }
      assertThat(members).extracting(SimulatedMember::phase).containsOnly(Phase.WORKING);
      assertThat(members.stream().map(SimulatedMember::generation).distinct()).hasSize(1);
    }
  }
}
