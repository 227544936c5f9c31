package io.headrace.broker;

import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.NodeConfig;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import io.headrace.protocol.fetch.ReplicaFields;
import io.headrace.replication.Partition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.BrokerHeartbeatResponseData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData.Listener;
import org.apache.kafka.common.message.BrokerRegistrationResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ReplicaState;
import org.apache.kafka.common.message.FetchResponseData;

/// Broker 2 as others know it: it registers, gives signs of life, and fetches one partition, of
/// which it says that it has all of it on its disk.
final class FollowingBroker {

  static final int ID = 2;
  private static final Uuid DIRECTORY = new Uuid(22, 22);

  private static final long CONNECTION = 50;
  private static final int TRIES = 100;

  private final TestNode node;
  private final String topic;
  private final long epoch;
  private long syncedEnd;

  private FollowingBroker(TestNode node, String topic, long epoch) {
    this.node = node;
    this.topic = topic;
    this.epoch = epoch;
  }

  /// Registers and is taken into service.
  ///
  /// @param topic whose first partition it will follow
  static FollowingBroker join(TestNode node, String topic) throws BadConfigException {
    var request =
        new BrokerRegistrationRequestData()
            .setBrokerId(ID)
            .setClusterId(node.node.image().clusterId())
            .setIncarnationId(new Uuid(2, 2))
            .setLogDirs(List.of(DIRECTORY));
    request.listeners().add(listener("PLAINTEXT", 9094));
    request.listeners().add(listener("CONTROLLER", 9095));
    NodeConfig.of(Map.of())
        .features()
        .forEach(each ->
            request
                .features()
                .add(
                    new BrokerRegistrationRequestData.Feature()
                        .setName(each.name())
                        .setMinSupportedVersion((short) each.minLevel())
                        .setMaxSupportedVersion((short) each.maxLevel())));
    var answer = node.askAsNode(CONNECTION, request, 4, new BrokerRegistrationResponseData());
    if (answer.errorCode() != 0) {
      throw new IllegalStateException(answer.toString());
    }
    var joined = new FollowingBroker(node, topic, answer.brokerEpoch());
    joined.giveSignOfLife();
    return joined;
  }

  private static Listener listener(String name, int port) {
    return new Listener().setName(name).setHost("127.0.0.2").setPort(port);
  }

  /// Of its registration; nobody else knows it.
  long epoch() {
    return epoch;
  }

  /// Before this, everything is on its disk, or so it has said.
  long syncedEnd() {
    return syncedEnd;
  }

  /// Tries again while there is no controller.
  void giveSignOfLife() {
    var request =
        new BrokerHeartbeatRequestData()
            .setBrokerId(ID)
            .setBrokerEpoch(epoch)
            .setCurrentMetadataOffset(Long.MAX_VALUE);
    BrokerHeartbeatResponseData answer = null;
    for (int tries = 0; tries < TRIES; tries++) {
      answer = node.askAsNode(CONNECTION, request, 1, new BrokerHeartbeatResponseData());
      if (answer.errorCode() == 0 && !answer.isFenced()) {
        return;
      }
      if (answer.errorCode() == ErrorCode.STALE_BROKER_EPOCH.code()) {
        break;
      }
      node.pass(100);
    }
    throw new IllegalStateException("not in service: " + answer);
  }

  /// Says that it has all that there is.
  void fetchAll() {
    Partition partition = Objects.requireNonNull(node.node.partitions().find(topic, 0));
    syncedEnd = partition.log().writtenEnd();
    var wanted =
        new FetchPartition()
            .setPartition(0)
            .setCurrentLeaderEpoch(partition.leaderEpoch())
            .setFetchOffset(syncedEnd)
            .setLastFetchedEpoch(partition.log().leaderEpochs().latest())
            .setLogStartOffset(0)
            .setPartitionMaxBytes(1 << 20);
    ReplicaFields.putSyncedEnd(wanted, syncedEnd);
    var ofTopic =
        new FetchTopic()
            .setTopicId(KafkaIds.toKafka(partition.id().topicId()))
            .setPartitions(List.of(wanted));
    var request =
        new FetchRequestData()
            .setReplicaState(new ReplicaState().setReplicaId(ID).setReplicaEpoch(epoch))
            .setSessionEpoch(0)
            .setMaxBytes(1 << 20)
            .setTopics(List.of(ofTopic));
    var answer = node.askAsNode(CONNECTION, request, 18, new FetchResponseData());
    if (answer.errorCode() != 0
        || answer.responses().getFirst().partitions().getFirst().errorCode() != 0) {
      throw new IllegalStateException(answer.toString());
    }
  }
}
