package io.headrace.controller.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.controller.broker.Heartbeat.Wish;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.feature.FeatureUpdate.Direction;
import io.headrace.controller.feature.FeatureUpdate.Wanted;
import io.headrace.controller.partition.ElectionRequest;
import io.headrace.controller.partition.ElectionRequest.Kind;
import io.headrace.controller.partition.ElectionRequest.Named;
import io.headrace.controller.partition.ElectionResult;
import io.headrace.controller.partition.ReassignmentRequest;
import io.headrace.controller.partition.ReassignmentRequest.ReplicationFactor;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of partitions.
final class PartitionsTest {
  private final ThreeBrokers cluster = new ThreeBrokers();

  @Test
  void whereALogDirectoryFailedOthersLeadUntilTheBrokerIsBack() {
    cluster.topic("orders", 1, 2, 3);
    cluster.topic("others", 1, 2, 3);

    cluster.loseReplica(1, "orders");
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
    assertThat(cluster.partition("orders").inSync()).containsExactly(2, 3);
    assertThat(cluster.partition("others").leader()).isEqualTo(1);
    assertThat(cluster.propose("orders", 2, 3, 1)).isEqualTo(ErrorCode.INELIGIBLE_REPLICA);

    cluster.pass(3_500, 2, 3);
    cluster.register(1, 1);
    cluster.beat(1, Wish.SERVE);
    assertThat(cluster.propose("orders", 2, 3, 1)).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void aReplicaInAFailedDirectoryIsNotElectedThoughItHasEverything() {
    cluster.set(Type.TOPIC, "orders", "min.insync.replicas", "2");
    cluster.topic("orders", 1, 2);
    cluster.set(Type.TOPIC, "orders", "min.insync.replicas", "2");

    cluster.loseReplica(1, "orders");
    assertThat(cluster.partition("orders").eligible()).containsExactly(1);
    cluster.gone(2);
    assertThat(cluster.partition("orders").leader()).isEqualTo(PartitionImage.NO_LEADER);

    cluster.beat(2, Wish.SERVE);
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
  }

  @Test
  void proposalsOfLeadersAreCheckedAsInKafka() {
    cluster.topic("orders", 1, 2, 3);
    assertThat(cluster.proposeAs("orders", 1, 0, 7, 1, 2)).isEqualTo(ErrorCode.NOT_CONTROLLER);
    assertThat(cluster.proposeAs("orders", 2, 0, 0, 1, 2)).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(cluster.proposeAs("orders", 1, 0, 0, 1, 4)).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(cluster.proposeAs("orders", 1, 0, 0, 1, 2)).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.partition("orders").inSync()).containsExactly(1, 2);
    assertThat(cluster.proposeAs("orders", 1, 0, 0, 1)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    cluster.gone(3);
    assertThat(cluster.propose("orders", 1, 2, 3)).isEqualTo(ErrorCode.INELIGIBLE_REPLICA);
    cluster.gone(1);
    cluster.beat(1, Wish.SERVE);
    assertThat(cluster.proposeAs("orders", 1, 0, 1, 1)).isEqualTo(ErrorCode.FENCED_LEADER_EPOCH);
  }

  /// Its log directory has failed: others lead what it led, and it leads the rest.
  @Test
  void aLeaderThatLeavesItselfOutIsFollowedByAnotherThatIsInSync() {
    cluster.topic("orders", 1, 2, 3);

    assertThat(cluster.propose("orders", 2, 3)).isEqualTo(ErrorCode.NEW_LEADER_ELECTED);

    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
    assertThat(cluster.partition("orders").leaderEpoch()).isEqualTo(1);
    assertThat(cluster.partition("orders").inSync()).containsExactly(2, 3);
  }

  @Test
  void whoDropsOutAtTheMinimumStaysEligibleAndLeadsWhenNobodyIsLeft() {
    cluster.topic("orders", 1, 2);
    cluster.set(Type.TOPIC, "orders", "min.insync.replicas", "2");
    cluster.gone(1);
    cluster.gone(2);
    PartitionImage dead = cluster.partition("orders");
    assertThat(dead.leader()).isEqualTo(-1);
    assertThat(dead.inSync()).isEmpty();
    assertThat(dead.eligible()).containsExactlyInAnyOrder(1, 2);

    cluster.beat(1, Wish.SERVE);

    assertThat(cluster.partition("orders").leader()).isEqualTo(1);
    assertThat(cluster.partition("orders").inSync()).containsExactly(1);
    assertThat(cluster.partition("orders").eligible()).containsExactly(2);
  }

  @Test
  void aLowerMinimumTakesTheEligibleAtTheSameMoment() {
    cluster.topic("orders", 1, 2);
    cluster.set(Type.TOPIC, "orders", "min.insync.replicas", "2");
    cluster.gone(2);
    assertThat(cluster.partition("orders").eligible()).containsExactly(2);
    cluster.set(Type.TOPIC, "orders", "min.insync.replicas", "1");
    assertThat(cluster.partition("orders").eligible()).isEmpty();
  }

  @Test
  void aReplicaThatMissesRecordsLeadsOnlyByAnUncleanElection() {
    cluster.topic("orders", 1, 2);
    cluster.propose("orders", 1);
    cluster.gone(1);
    assertThat(cluster.partition("orders").leader()).isEqualTo(-1);

    assertThat(elect(Kind.UNCLEAN, "orders")).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
    assertThat(cluster.partition("orders").inSync()).containsExactly(2);
    assertThat(cluster.partition("orders").eligible()).isEmpty();
    assertThat(elect(Kind.UNCLEAN, "orders")).isEqualTo(ErrorCode.ELECTION_NOT_NEEDED);
  }

  @Test
  void anUncleanElectionOfAllPartitionsIsOneOfThoseWithoutALeader() {
    cluster.topic("orders", 1, 2);
    cluster.topic("payments", 3, 2);
    cluster.propose("orders", 1);
    cluster.gone(1);
    PartitionImage well = cluster.partition("payments");

    assertThat(elect(Kind.UNCLEAN, null)).isEqualTo(ErrorCode.NONE);

    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
    assertThat(cluster.partition("payments")).isEqualTo(well);
  }

  @Test
  void thePreferredLeaderLeadsAgainWhenItIsAskedForOrWithTime() {
    cluster.topic("orders", 1, 2);
    assertThat(elect(Kind.PREFERRED, "orders")).isEqualTo(ErrorCode.ELECTION_NOT_NEEDED);
    assertThat(elect(Kind.PREFERRED, "nope")).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    cluster.gone(1);
    assertThat(elect(Kind.PREFERRED, "orders")).isEqualTo(ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE);
    cluster.beat(1, Wish.SERVE);
    cluster.propose("orders", 1, 2);
    assertThat(elect(Kind.PREFERRED, "orders")).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.partition("orders").leader()).isEqualTo(1);

    cluster.gone(1);
    cluster.beat(1, Wish.SERVE);
    cluster.propose("orders", 1, 2);
    cluster.pass(301_000, 1, 2, 3);
    assertThat(cluster.partition("orders").leader()).isEqualTo(1);
  }

  @Test
  void aReassignmentIsCompleteWhenTheNewReplicasAreInSync() {
    cluster.topic("orders", 1, 2);
    assertThat(reassign("orders", List.of(2, 3))).isEqualTo(ErrorCode.NONE);
    PartitionImage onItsWay = cluster.partition("orders");
    assertThat(onItsWay.replicas()).containsExactly(2, 3, 1);
    assertThat(onItsWay.adding()).containsExactly(3);
    assertThat(onItsWay.removing()).containsExactly(1);
    assertThat(onItsWay.leader()).isEqualTo(1);

    assertThat(cluster.propose("orders", 1, 2, 3)).isEqualTo(ErrorCode.NEW_LEADER_ELECTED);

    PartitionImage there = cluster.partition("orders");
    assertThat(there.replicas()).containsExactly(2, 3);
    assertThat(there.isReassigning()).isFalse();
    assertThat(there.leader()).isEqualTo(2);
    assertThat(there.leaderEpoch()).isEqualTo(1);
  }

  @Test
  void aReassignmentCanBeGivenUp() {
    cluster.topic("orders", 1, 2);
    assertThat(reassign("orders", null)).isEqualTo(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
    reassign("orders", List.of(3));
    assertThat(reassign("orders", null)).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.partition("orders").replicas()).containsExactlyInAnyOrder(1, 2);
    assertThat(cluster.partition("orders").isReassigning()).isFalse();
    assertThat(reassign("orders", List.of(3, 3))).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
    assertThat(reassign("orders", List.of(77))).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
    assertThat(reassign("nope", List.of(1))).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  @Test
  void aDrainedBrokerGivesAwayWhatItHoldsAndGetsNothingNew() {
    cluster.topic("orders", 1, 2);
    cluster.set(Type.BROKER, "1", "headrace.drain", "true");
    assertThat(cluster.partition("orders").adding()).containsExactly(3);
    assertThat(cluster.partition("orders").removing()).containsExactly(1);
    cluster.propose("orders", 1, 2, 3);
    assertThat(cluster.partition("orders").replicas()).containsExactlyInAnyOrder(2, 3);

    cluster.<List<NewTopicResult>>ask(reply ->
        cluster.controller.createTopics(
            ThreeBrokers.request(),
            List.of(new NewTopic("more", 9, 2, List.of(), Map.of())),
            reply));
    assertThat(Objects.requireNonNull(cluster.image().topic("more")).partitions())
        .allMatch(it -> !it.replicas().contains(1));
  }

  @Test
  void aNewTopicIsInSyncWithWhoServesAndReplicasStandInDifferentRacks() {
    cluster.gone(3);
    cluster.topic("orders", 3, 2, 1);
    assertThat(cluster.partition("orders").leader()).isEqualTo(2);
    assertThat(cluster.partition("orders").inSync()).containsExactly(2, 1);
    cluster.<List<NewTopicResult>>ask(reply ->
        cluster.controller.createTopics(
            ThreeBrokers.request(),
            List.of(new NewTopic("wide", 3, 3, List.of(), Map.of())),
            reply));
    for (PartitionImage it : Objects.requireNonNull(cluster.image().topic("wide")).partitions()) {
      Set<@Nullable String> racks = new HashSet<>();
      it.replicas().forEach(broker -> racks.add(cluster.broker(broker).rack()));
      assertThat(racks).hasSize(3);
    }
  }

  @Test
  void aBrokerWithTenThousandLeadersDies() {
    for (int topic = 0; topic < 4; topic++) {
      var wanted = new NewTopic("wide-" + topic, 5_000, 3, List.of(), Map.of());
      cluster.<List<NewTopicResult>>ask(
          reply -> cluster.controller.createTopics(ThreeBrokers.request(), List.of(wanted), reply));
    }
    cluster.gone(1);
    cluster.pass(100, 2, 3);

    assertThat(cluster.image().topics())
        .flatMap(it -> it.partitions())
        .hasSize(20_000)
        .allMatch(it -> it.leader() == 2 || it.leader() == 3)
        .allMatch(it -> it.inSync().size() == 2);
  }

  @Test
  void aFeatureIsRaisedByCommandAndOnlyToWhatAllCanDo() {
    assertThat(update("group.version", 9, Direction.UPGRADE))
        .isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    assertThat(update("nope", 1, Direction.UPGRADE)).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    assertThat(update("group.version", 1, Direction.UPGRADE)).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.image().features().get("group.version")).isEqualTo(1);
    assertThat(update("group.version", 0, Direction.UPGRADE))
        .isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    assertThat(update("group.version", 0, Direction.SAFE_DOWNGRADE)).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.image().features().get("group.version")).isNull();
  }

  private ErrorCode update(String feature, int level, Direction direction) {
    return ThreeBrokers.error(
        cluster.<List<Wanted>>ask(reply ->
            cluster.controller.updateFeatures(
                ThreeBrokers.request(), List.of(new Wanted(feature, level, direction)), reply)));
  }

  private ErrorCode elect(Kind kind, @Nullable String topic) {
    List<Named> named = topic == null ? null : List.of(new Named(topic, 0));
    Outcome<List<ElectionResult>> outcome =
        cluster.ask(reply ->
            cluster.controller.electLeaders(
                ThreeBrokers.request(), new ElectionRequest(kind, named), reply));
    if (outcome instanceof Outcome.Done<List<ElectionResult>>(List<ElectionResult> results)) {
      Refusal refusal = results.getFirst().refusal();
      return refusal == null ? ErrorCode.NONE : refusal.error();
    }
    return ThreeBrokers.error(outcome);
  }

  private ErrorCode reassign(String topic, @Nullable List<Integer> target) {
    var wanted =
        new ReassignmentRequest(
            ReplicationFactor.MAY_CHANGE,
            List.of(new ReassignmentRequest.Wanted(topic, 0, target)));
    Outcome<List<@Nullable Refusal>> outcome =
        cluster.ask(reply -> cluster.controller.reassign(ThreeBrokers.request(), wanted, reply));
    if (outcome instanceof Outcome.Done<List<@Nullable Refusal>> done) {
      Refusal refusal = done.reply().getFirst();
      return refusal == null ? ErrorCode.NONE : refusal.error();
    }
    return ThreeBrokers.error(outcome);
  }
}
