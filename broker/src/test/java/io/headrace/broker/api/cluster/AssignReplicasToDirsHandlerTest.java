package io.headrace.broker.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.HandlerNode;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.DirectoryData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.PartitionData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.TopicData;
import org.apache.kafka.common.message.AssignReplicasToDirsResponseData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Broker 1 tells the controller which of its replicas are in a directory that failed.
final class AssignReplicasToDirsHandlerTest {

  private static final String TOPIC = "orders";

  private final HandlerNode node = new HandlerNode();

  @BeforeEach
  void makeTopic() {
    node.broker(2, List.of());
    node.topic(TOPIC, List.of(1, 2));
  }

  @Test
  void whatIsLostIsLedByAnother() {
    var answer = ask(request(KafkaIds.LOST_DIRECTORY, 0));

    assertThat(ErrorCode.ofCode(answer.errorCode())).isEqualTo(ErrorCode.NONE);
    assertThat(errorOfPartition(answer)).isEqualTo(ErrorCode.NONE);
    assertThat(node.partition(TOPIC, 0).leader()).isEqualTo(2);
    assertThat(node.partition(TOPIC, 0).inSync()).containsExactly(2);
  }

  /// Where a replica lies is its broker's own business (decision 0017).
  @Test
  void anyOtherDirectoryIsNothingToTell() {
    PartitionImage before = node.partition(TOPIC, 0);

    assertThat(errorOfPartition(ask(request(new Uuid(7, 7), 0))))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(node.partition(TOPIC, 0)).isEqualTo(before);
  }

  @Test
  void whatIsNotThereIsRefusedByItself() {
    var answer = ask(request(KafkaIds.LOST_DIRECTORY, 9));

    assertThat(ErrorCode.ofCode(answer.errorCode())).isEqualTo(ErrorCode.NONE);
    assertThat(errorOfPartition(answer)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  @Test
  void aBrokerOfAnEarlierRegistrationIsStale() {
    AssignReplicasToDirsRequestData request = request(KafkaIds.LOST_DIRECTORY, 0);

    var answer = ask(request.setBrokerEpoch(request.brokerEpoch() - 1));

    assertThat(ErrorCode.ofCode(answer.errorCode())).isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
    assertThat(node.partition(TOPIC, 0).leader()).isEqualTo(1);
  }

  private AssignReplicasToDirsRequestData request(Uuid directory, int partition) {
    var topic =
        new TopicData()
            .setTopicId(KafkaIds.toKafka(Objects.requireNonNull(node.image().topic(TOPIC)).id()))
            .setPartitions(List.of(new PartitionData().setPartitionIndex(partition)));
    return new AssignReplicasToDirsRequestData()
        .setBrokerId(1)
        .setBrokerEpoch(Objects.requireNonNull(node.image().broker(1)).epoch())
        .setDirectories(List.of(new DirectoryData().setId(directory).setTopics(List.of(topic))));
  }

  private AssignReplicasToDirsResponseData ask(AssignReplicasToDirsRequestData request) {
    return node.ask(new AssignReplicasToDirsHandler(node.controller), 0, request);
  }

  private static ErrorCode errorOfPartition(AssignReplicasToDirsResponseData answer) {
    var topic = answer.directories().getFirst().topics().getFirst();
    return ErrorCode.ofCode(topic.partitions().getFirst().errorCode());
  }
}
