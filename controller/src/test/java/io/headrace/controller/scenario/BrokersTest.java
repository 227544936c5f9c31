package io.headrace.controller.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.broker.Heartbeat.Answer;
import io.headrace.controller.broker.Heartbeat.CaughtUp;
import io.headrace.controller.broker.Heartbeat.Verdict;
import io.headrace.controller.broker.Heartbeat.Wish;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.producer.ProducerIds.Block;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How brokers come, are noticed to be gone, and go.
final class BrokersTest {
  private final ThreeBrokers cluster = new ThreeBrokers();

  @Test
  void aBrokerIsFencedUntilItKnowsOfItsRegistration() {
    cluster.register(4, 0);
    long epoch = cluster.broker(4).epoch();
    assertThat(cluster.broker(4).standing()).isEqualTo(Standing.FENCED);

    assertThat(beat(4, epoch, epoch - 1))
        .isEqualTo(new Outcome.Done<>(new Answer(CaughtUp.NO, Verdict.FENCED)));
    assertThat(beat(4, epoch, epoch))
        .isEqualTo(new Outcome.Done<>(new Answer(CaughtUp.YES, Verdict.SERVING)));
    assertThat(cluster.broker(4).standing()).isEqualTo(Standing.IN_SERVICE);
  }

  @Test
  void aBrokerOfAnotherClusterIsTurnedAway() {
    Applicant it = cluster.applicant(4, 0);
    var stranger =
        new Applicant(
            4,
            "another",
            it.incarnation(),
            null,
            it.endpoints(),
            it.features(),
            it.directories(),
            Standing.FENCED);
    assertThat(cluster.register(stranger)).isEqualTo(ErrorCode.INCONSISTENT_CLUSTER_ID);
  }

  @Test
  void nobodyTakesTheIdOfABrokerThatIsAlive() {
    assertThat(cluster.register(1, 1)).isEqualTo(ErrorCode.DUPLICATE_BROKER_REGISTRATION);
    cluster.pass(3_500, 2, 3);
    assertThat(cluster.register(1, 1)).isEqualTo(ErrorCode.NONE);
  }

  /// After a power cut of all: nobody who has the disks waits until its former life's session ends.
  @Test
  void whoHasTheDisksIsNotAskedToWaitForALifeThatThisControllerHasNotHeardOf() {
    cluster.takeOverFrom(2);
    Applicant it = cluster.applicant(1, 1);
    var stranger =
        new Applicant(
            1,
            it.clusterId(),
            it.incarnation(),
            null,
            it.endpoints(),
            it.features(),
            List.of(new DirectoryId(7, 7)),
            Standing.FENCED);

    assertThat(cluster.register(stranger)).isEqualTo(ErrorCode.DUPLICATE_BROKER_REGISTRATION);
    assertThat(cluster.register(it)).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void aBrokerThatRegistersTwiceInOneLifeKeepsItsEpoch() {
    long epoch = cluster.broker(1).epoch();
    assertThat(cluster.register(1, 0)).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.broker(1).epoch()).isEqualTo(epoch);
  }

  @Test
  void aHeartbeatOfAFormerRegistrationIsStale() {
    assertThat(ThreeBrokers.error(beat(1, cluster.broker(1).epoch() - 1, 0)))
        .isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
    assertThat(ThreeBrokers.error(beat(77, 1, 0))).isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
  }

  @Test
  void aSilentBrokerIsFencedAfterThreeSecondsAndItsPartitionsMove() {
    cluster.topic("orders", 1, 2, 3);
    cluster.pass(2_500, 2, 3);
    assertThat(cluster.partition("orders").leader()).isEqualTo(1);

    cluster.pass(1_000, 2, 3);

    assertThat(cluster.broker(1).fenced()).isTrue();
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
    assertThat(cluster.partition("orders").inSync()).containsExactly(2, 3);
  }

  @Test
  void theBrokerOfALeaderThatDiedIsNotWaitedForAsLongAsOthers() {
    cluster.topic("orders", 1, 2, 3);
    cluster.takeOverFrom(1);
    cluster.pass(700, 2, 3);
    assertThat(cluster.broker(1).fenced()).isFalse();
    cluster.pass(500, 2, 3);
    assertThat(cluster.broker(1).fenced()).isTrue();
    assertThat(cluster.broker(2).fenced()).isFalse();
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
  }

  @Test
  void aNodeThatRefusesConnectionsAfterAChangeOfLeaderIsNotWaitedForAtAll() {
    cluster.topic("orders", 1, 2, 3);
    cluster.takeOverFrom(1);
    cluster.nodeGone(1);
    assertThat(cluster.broker(1).fenced()).isTrue();
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
  }

  @Test
  void aBrokerThatGaveASignOfLifeSinceIsNotTakenForGone() {
    cluster.takeOverFrom(1);
    cluster.beat(1, Wish.SERVE);
    cluster.nodeGone(1);
    assertThat(cluster.broker(1).fenced()).isFalse();
  }

  @Test
  void aClosedConnectionIsNoticedAtOnceAndTheNextHeartbeatBringsTheBrokerBack() {
    cluster.topic("orders", 1, 2, 3);
    cluster.gone(1);
    assertThat(cluster.broker(1).fenced()).isTrue();
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);

    cluster.beat(1, Wish.SERVE);
    assertThat(cluster.broker(1).inService()).isTrue();
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
  }

  @Test
  void aBrokerThatLeavesIsLetGoOnceOthersLead() {
    cluster.topic("orders", 1, 2, 3);
    assertThat(verdict(cluster.beat(1, Wish.SHUT_DOWN))).isEqualTo(Verdict.LEAVING);
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
    assertThat(cluster.partition("orders").inSync()).containsExactly(2, 3);

    assertThat(verdict(cluster.beat(1, Wish.SHUT_DOWN))).isEqualTo(Verdict.MAY_GO);
    assertThat(cluster.broker(1).fenced()).isTrue();
  }

  @Test
  void whatNobodyElseHoldsIsServedUntilTheBrokerIsGone() {
    cluster.topic("alone", 1);
    cluster.beat(1, Wish.SHUT_DOWN);
    assertThat(cluster.partition("alone").leader()).isEqualTo(1);

    assertThat(verdict(cluster.beat(1, Wish.SHUT_DOWN))).isEqualTo(Verdict.MAY_GO);
    assertThat(cluster.partition("alone").leader()).isEqualTo(-1);
    assertThat(cluster.partition("alone").eligible()).containsExactly(1);
  }

  @Test
  void theLastBrokerGoesWithoutAWord() {
    cluster.gone(1);
    cluster.gone(2);
    assertThat(verdict(cluster.beat(3, Wish.SHUT_DOWN))).isEqualTo(Verdict.MAY_GO);
    assertThat(cluster.broker(3).inService()).isTrue();
  }

  @Test
  void aBrokerWithAnEmptiedDiskIsNeitherInSyncNorEligible() {
    cluster.topic("orders", 1, 2);
    cluster.set(Type.TOPIC, "orders", "min.insync.replicas", "2");
    cluster.gone(1);
    assertThat(cluster.partition("orders").eligible()).containsExactly(1);

    Applicant it = cluster.applicant(1, 1);
    cluster.register(
        new Applicant(
            1,
            "cluster",
            it.incarnation(),
            null,
            it.endpoints(),
            it.features(),
            List.of(new DirectoryId(1, 99)),
            Standing.FENCED));
    cluster.beat(1, Wish.SERVE);

    assertThat(cluster.partition("orders").inSync()).containsExactly(2);
    assertThat(cluster.partition("orders").eligible()).isEmpty();
  }

  /// Whoever cannot say any more where its logs ended says so once.
  @Test
  void aDirectoryThatHasForgottenWhatItHeldIsNotTrustedUntilItHasCaughtUp() {
    cluster.topic("orders", 1, 2);
    cluster.set(Type.TOPIC, "orders", "min.insync.replicas", "2");
    cluster.topic("alone", 1);
    cluster.gone(1);
    assertThat(cluster.partition("orders").eligible()).containsExactly(1);

    cluster.register(oneWith(DirectoryId.LOST, 1));
    cluster.beat(1, Wish.SERVE);

    assertThat(cluster.partition("orders").eligible()).isEmpty();
    assertThat(cluster.partition("orders").inSync()).containsExactly(2);
    assertThat(cluster.partition("alone").leader()).as("nobody could do better").isEqualTo(1);
    cluster.gone(2);
    assertThat(cluster.partition("orders").leader()).isEqualTo(PartitionImage.NO_LEADER);
  }

  @Test
  void itIsTrustedAgainWhenItGoesByItsNameAgain() {
    cluster.topic("orders", 1, 2);
    cluster.set(Type.TOPIC, "orders", "min.insync.replicas", "2");
    cluster.gone(1);
    cluster.register(oneWith(DirectoryId.LOST, 1));
    cluster.beat(1, Wish.SERVE);
    cluster.propose("orders", 2, 1);
    cluster.gone(1);

    cluster.register(oneWith(new DirectoryId(1, 1), 2));

    assertThat(cluster.partition("orders").eligible()).containsExactly(1);
  }

  private Applicant oneWith(DirectoryId directory, int life) {
    Applicant it = cluster.applicant(1, life);
    return new Applicant(
        1,
        "cluster",
        it.incarnation(),
        null,
        it.endpoints(),
        it.features(),
        List.of(directory),
        Standing.FENCED);
  }

  @Test
  void aBrokerLeavesForGoodUnlessItAloneHasTheData() {
    cluster.topic("orders", 1, 2);
    assertThat(unregister(77)).isEqualTo(ErrorCode.BROKER_ID_NOT_REGISTERED);
    assertThat(unregister(1)).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.image().broker(1)).isNull();
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
    assertThat(unregister(2)).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void producerIdsAreForRegisteredBrokersOnly() {
    Outcome<Block> stale =
        cluster.ask(
            reply -> cluster.controller.allocateProducerIds(ThreeBrokers.request(), 1, -5, reply));
    assertThat(ThreeBrokers.error(stale)).isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
  }

  private ErrorCode unregister(int broker) {
    return ThreeBrokers.error(
        cluster.<Long>ask(
            reply -> cluster.controller.unregisterBroker(ThreeBrokers.request(), broker, reply)));
  }

  private Outcome<Answer> beat(int broker, long epoch, long offset) {
    return cluster.ask(reply ->
        cluster.controller.heartbeat(
            ThreeBrokers.request(), new Heartbeat(broker, epoch, offset, Wish.SERVE), reply));
  }

  private static Verdict verdict(Outcome<Answer> outcome) {
    return ((Outcome.Done<Answer>) outcome).reply().verdict();
  }
}
