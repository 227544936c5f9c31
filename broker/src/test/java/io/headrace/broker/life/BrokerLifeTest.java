package io.headrace.broker.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.broker.Heartbeat.Answer;
import io.headrace.controller.broker.Heartbeat.CaughtUp;
import io.headrace.controller.broker.Heartbeat.Verdict;
import io.headrace.controller.broker.Heartbeat.Wish;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.Incarnation;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class BrokerLifeTest {
  private static final long NS_PER_MS = 1_000_000;

  private final List<String> story = new ArrayList<>();
  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private Outcome<Long> registration = new Outcome.Done<>(7L);
  private Outcome<Answer> answer = verdict(Verdict.SERVING);

  private final BrokerTenure tenure = new BrokerTenure(life.clock(), 3_000 * NS_PER_MS);
  private final BrokerLife broker =
      new BrokerLife(
          new Applicant(1, new Incarnation(1, 1), null, List.of(new Endpoint("P", "h", 1))),
          new ControllerChannel() {
            @Override
            public void register(Applicant applicant, Consumer<Outcome<Long>> reply) {
              story.add("register");
              life.reactor().execute(() -> reply.accept(registration));
            }

            @Override
            public void heartbeat(Heartbeat heartbeat, Consumer<Outcome<Answer>> reply) {
              story.add(heartbeat.wish() == Wish.SHUT_DOWN ? "may I go" : "beat");
              life.reactor().execute(() -> reply.accept(answer));
            }
          },
          life.clock(),
          life.timers(),
          () -> 9,
          new LifeEvents() {
            @Override
            public void onServing() {
              story.add("serving");
            }

            @Override
            public void onFenced() {
              story.add("fenced");
            }

            @Override
            public void onCutOff() {
              story.add("cut off");
            }

            @Override
            public void onHeardAgain() {
              story.add("heard again");
            }

            @Override
            public void onRejected(Refusal refusal) {
              story.add("rejected " + refusal.error());
            }

            @Override
            public void onMayGo() {
              story.add("gone");
            }
          },
          tenure);

  @Test
  void registersServesAndBeatsEverySecond() {
    pass(broker::start, 2_500);
    assertThat(story).containsExactly("register", "beat", "serving", "beat", "beat");
    assertThat(broker.epoch()).isEqualTo(7);
  }

  @Test
  void registersAnewWhenTheControllerForgotIt() {
    pass(broker::start, 10);
    answer = refused(ErrorCode.STALE_BROKER_EPOCH);
    registration = new Outcome.Refused<>(Refusal.notController());
    story.clear();
    pass(broker::onNews, 150);
    assertThat(story).containsExactly("beat", "fenced", "register", "register");
  }

  @Test
  void leavesOnceItIsLetGo() {
    pass(broker::start, 10);
    answer = verdict(Verdict.LEAVING);
    story.clear();
    pass(() -> broker.leave(30_000 * NS_PER_MS), 60);
    answer = verdict(Verdict.MAY_GO);
    pass(() -> {}, 1_000);
    assertThat(story).containsExactly("may I go", "may I go", "may I go", "gone");
    assertThat(broker.state()).isEqualTo(BrokerLife.State.GONE);
  }

  @Test
  void goesInTheEndAlsoWhenNobodyLetsItGo() {
    pass(broker::start, 10);
    answer = refused(ErrorCode.REQUEST_TIMED_OUT);
    pass(() -> broker.leave(200 * NS_PER_MS), 500);
    assertThat(story.getLast()).isEqualTo("gone");
  }

  @Test
  void doesNotWaitForAControllerThatIsNotHeardForASession() {
    pass(broker::start, 10);
    answer = refused(ErrorCode.REQUEST_TIMED_OUT);
    pass(() -> broker.leave(30_000 * NS_PER_MS), 1_000);
    assertThat(story).doesNotContain("gone");

    pass(() -> {}, 5_000);
    assertThat(story).containsSubsequence("cut off", "gone").containsOnlyOnce("gone");
    assertThat(story.getLast()).isEqualTo("gone");
  }

  @Test
  void tellsOnceThatItIsCutOff() {
    pass(broker::start, 10);
    answer = refused(ErrorCode.REQUEST_TIMED_OUT);
    pass(() -> {}, 6_000);
    assertThat(story).containsOnlyOnce("cut off");

    answer = verdict(Verdict.SERVING);
    pass(() -> {}, 2_000);
    assertThat(story).containsOnlyOnce("heard again");
  }

  /// Before the controller could take it for gone: that counts from when it heard of it.
  @Test
  void isNotCertainThatItLeadsBeforeItsSessionEnds() {
    pass(broker::start, 2_500); // the last sign of life was sent after 2 s
    answer = refused(ErrorCode.REQUEST_TIMED_OUT);
    pass(() -> {}, 1_900);
    assertThat(tenure.isCertain()).isTrue();

    pass(() -> {}, 200);
    assertThat(tenure.isCertain()).isFalse();

    answer = verdict(Verdict.SERVING);
    pass(() -> {}, 200);
    assertThat(tenure.isCertain()).isTrue();
  }

  @Test
  void isNotCertainThatItLeadsSoonAfterItWasTheController() {
    pass(broker::start, 10);
    answer = refused(ErrorCode.REQUEST_TIMED_OUT);
    pass(broker::onControlLost, 400);
    assertThat(tenure.isCertain()).isTrue();

    pass(() -> {}, 200);
    assertThat(tenure.isCertain()).isFalse();
  }

  @Test
  void leadsNothingForSureWhileItIsFenced() {
    answer = verdict(Verdict.FENCED);
    pass(broker::start, 10);
    assertThat(tenure.isCertain()).isFalse();
  }

  @Test
  void givesUpWhereItDoesNotBelong() {
    registration = new Outcome.Refused<>(new Refusal(ErrorCode.INCONSISTENT_CLUSTER_ID, null));
    pass(broker::start, 5_000);
    assertThat(story).containsExactly("register", "rejected INCONSISTENT_CLUSTER_ID");
  }

  private void pass(Runnable task, long ms) {
    life.reactor().execute(task);
    world.advance(ms * NS_PER_MS);
  }

  private static Outcome<Answer> verdict(Verdict verdict) {
    return new Outcome.Done<>(new Answer(CaughtUp.YES, verdict));
  }

  private static Outcome<Answer> refused(ErrorCode error) {
    return new Outcome.Refused<>(new Refusal(error, null));
  }
}
