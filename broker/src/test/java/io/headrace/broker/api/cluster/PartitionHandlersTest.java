package io.headrace.broker.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.HandlerNode;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignablePartitionResponse;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.AlterPartitionRequestData.BrokerState;
import org.apache.kafka.common.message.AlterPartitionResponseData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitions;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData.ListPartitionReassignmentsTopics;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingTopicReassignment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// In-sync sets, reassignments and elections, as leaders and operators ask for them.
final class PartitionHandlersTest {
  private static final String TOPIC = "orders";

  private final HandlerNode node = new HandlerNode();

  /// One partition, with replicas on 1, which leads, and 2; broker 3 has none.
  @BeforeEach
  void makeTopic() {
    node.broker(2, List.of());
    node.broker(3, List.of());
    node.topic(TOPIC, List.of(1, 2));
  }

  @Test
  void aLeaderTakesAReplicaOutOfTheInSyncSetAndInAgain() {
    AlterPartitionResponseData without = alter(proposal(1), 3);
    PartitionImage after = node.partition(TOPIC, 0);

    var told = without.topics().getFirst().partitions().getFirst();
    assertThat(error(told.errorCode())).isEqualTo(ErrorCode.NONE);
    assertThat(told.isr()).containsExactly(1);
    assertThat(told.partitionEpoch()).isEqualTo(after.partitionEpoch());
    assertThat(after.inSync()).containsExactly(1);

    alter(proposal(1, 2), 2);

    assertThat(node.partition(TOPIC, 0).inSync()).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void aProposalThatKnowsNotTheLatestIsRefused() {
    AlterPartitionRequestData stale = proposal(1);
    alter(proposal(1), 3);

    assertThat(errorOf(alter(stale, 3))).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    AlterPartitionRequestData unknown = proposal(1);
    unknown.topics().getFirst().setTopicId(new Uuid(9, 9));
    assertThat(errorOf(alter(unknown, 3))).isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID);
    assertThat(error(alter(proposal(1).setBrokerEpoch(77), 3).errorCode()))
        .isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
  }

  @Test
  void aReassignmentIsListedUntilItIsTakenBack() {
    assertThat(error(reassign(TOPIC, List.of(1, 3)).errorCode())).isEqualTo(ErrorCode.NONE);

    OngoingTopicReassignment moving = list(null).getFirst();
    assertThat(moving.name()).isEqualTo(TOPIC);
    assertThat(moving.partitions().getFirst().addingReplicas()).containsExactly(3);
    assertThat(moving.partitions().getFirst().removingReplicas()).containsExactly(2);
    assertThat(list(List.of(asked(TOPIC, 0)))).hasSize(1);
    assertThat(list(List.of(asked(TOPIC, 1), asked("nope", 0)))).isEmpty();

    assertThat(error(reassign(TOPIC, null).errorCode())).isEqualTo(ErrorCode.NONE);

    assertThat(list(null)).isEmpty();
    assertThat(node.partition(TOPIC, 0).replicas()).containsExactly(1, 2);
    assertThat(error(reassign(TOPIC, null).errorCode()))
        .isEqualTo(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
  }

  @Test
  void whatCannotBeReassignedIsRefusedByItself() {
    assertThat(error(reassign("nope", List.of(1)).errorCode()))
        .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(error(reassign(TOPIC, List.of(1, 9)).errorCode()))
        .isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
  }

  @Test
  void anElectionThatIsNotNeededSaysSo() {
    var result = elect((byte) 0, TOPIC).replicaElectionResults().getFirst();

    assertThat(result.topic()).isEqualTo(TOPIC);
    assertThat(error(result.partitionResult().getFirst().errorCode()))
        .isEqualTo(ErrorCode.ELECTION_NOT_NEEDED);
  }

  @Test
  void thePreferredReplicaLeadsAgain() {
    reassign(TOPIC, List.of(2, 1));
    assertThat(node.partition(TOPIC, 0).leader()).isEqualTo(1);

    ElectLeadersResponseData answer = elect((byte) 0, TOPIC);

    assertThat(answer.replicaElectionResults().getFirst().partitionResult().getFirst().errorCode())
        .isZero();
    assertThat(node.partition(TOPIC, 0).leader()).isEqualTo(2);
  }

  @Test
  void anElectionOfNoKnownKindOrPartitionIsRefused() {
    assertThat(error(elect((byte) 7, TOPIC).errorCode())).isEqualTo(ErrorCode.INVALID_REQUEST);
    var unknown = elect((byte) 1, "nope").replicaElectionResults().getFirst();
    assertThat(error(unknown.partitionResult().getFirst().errorCode()))
        .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  @Test
  void whatWasNamedTwiceIsAnsweredTwiceAndWhatNamedNothingToo() {
    var election = new ElectLeadersRequestData().setTimeoutMs(1_000);
    election
        .topicPartitions()
        .add(new TopicPartitions().setTopic(TOPIC).setPartitions(List.of(0, 0)));
    assertThat(
            node.ask(new ElectLeadersHandler(node.controller), 2, election)
                .replicaElectionResults()
                .getFirst()
                .partitionResult())
        .hasSize(2);

    var move = new AlterPartitionReassignmentsRequestData().setTimeoutMs(1_000);
    move.topics().add(new ReassignableTopic().setName(TOPIC));
    var moved =
        node.ask(new AlterPartitionReassignmentsHandler(node.controller), 1, move).responses();
    assertThat(moved).singleElement().satisfies(it -> assertThat(it.partitions()).isEmpty());
  }

  /// The oldest version has no other place to say it, and said nothing.
  @Test
  void aNodeThatDoesNotDecideSaysSoOfEachPartition() {
    node.run(() -> node.controller.onLeader(2, 9));
    for (int version = 0; version <= 2; version++) {
      var request = new ElectLeadersRequestData().setTimeoutMs(1_000);
      request
          .topicPartitions()
          .add(new TopicPartitions().setTopic(TOPIC).setPartitions(List.of(0)));
      ElectLeadersResponseData answer =
          node.ask(new ElectLeadersHandler(node.controller), version, request);

      var result = answer.replicaElectionResults().getFirst().partitionResult().getFirst();
      assertThat(error(result.errorCode())).isEqualTo(ErrorCode.NOT_CONTROLLER);
      assertThat(error(answer.errorCode()))
          .isEqualTo(version == 0 ? ErrorCode.NONE : ErrorCode.NOT_CONTROLLER);
    }
  }

  /// What broker 1 says of the partition as it is now.
  private AlterPartitionRequestData proposal(Integer... inSync) {
    PartitionImage now = node.partition(TOPIC, 0);
    var partition =
        new AlterPartitionRequestData.PartitionData()
            .setPartitionIndex(0)
            .setLeaderEpoch(now.leaderEpoch())
            .setPartitionEpoch(now.partitionEpoch())
            .setNewIsr(List.of(inSync));
    for (int each : inSync) {
      partition
          .newIsrWithEpochs()
          .add(
              new BrokerState()
                  .setBrokerId(each)
                  .setBrokerEpoch(node.image().broker(each).epoch()));
    }
    var topic =
        new AlterPartitionRequestData.TopicData()
            .setTopicId(KafkaIds.toKafka(node.image().topic(TOPIC).id()));
    topic.partitions().add(partition);
    var request =
        new AlterPartitionRequestData()
            .setBrokerId(1)
            .setBrokerEpoch(node.image().broker(1).epoch());
    request.topics().add(topic);
    return request;
  }

  private AlterPartitionResponseData alter(AlterPartitionRequestData request, int version) {
    return node.ask(new AlterPartitionHandler(node.controller), version, request);
  }

  private static ErrorCode errorOf(AlterPartitionResponseData answer) {
    return error(answer.topics().getFirst().partitions().getFirst().errorCode());
  }

  private ReassignablePartitionResponse reassign(String name, List<Integer> replicas) {
    var topic = new ReassignableTopic().setName(name);
    topic.partitions().add(new ReassignablePartition().setPartitionIndex(0).setReplicas(replicas));
    var request = new AlterPartitionReassignmentsRequestData().setTimeoutMs(1_000);
    request.topics().add(topic);
    return node.ask(new AlterPartitionReassignmentsHandler(node.controller), 1, request)
        .responses()
        .getFirst()
        .partitions()
        .getFirst();
  }

  private List<OngoingTopicReassignment> list(List<ListPartitionReassignmentsTopics> topics) {
    return node.ask(
            new ListPartitionReassignmentsHandler(node::image),
            0,
            new ListPartitionReassignmentsRequestData().setTopics(topics))
        .topics();
  }

  private static ListPartitionReassignmentsTopics asked(String topic, int partition) {
    return new ListPartitionReassignmentsTopics()
        .setName(topic)
        .setPartitionIndexes(List.of(partition));
  }

  private ElectLeadersResponseData elect(byte kind, String topic) {
    var request = new ElectLeadersRequestData().setElectionType(kind).setTimeoutMs(1_000);
    request.topicPartitions().add(new TopicPartitions().setTopic(topic).setPartitions(List.of(0)));
    return node.ask(new ElectLeadersHandler(node.controller), 2, request);
  }

  private static ErrorCode error(short code) {
    return ErrorCode.ofCode(code);
  }
}
