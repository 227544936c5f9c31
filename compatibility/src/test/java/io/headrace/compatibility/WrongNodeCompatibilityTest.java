package io.headrace.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What nodes answer that are asked for what another one leads or keeps. By the same answers of
/// Apache Kafka clients find their way.
@ExtendWith(SharedCluster.class)
final class WrongNodeCompatibilityTest {

  private static final int LEADER = 1;
  private static final int FOLLOWER = 2;
  private static final int STRANGER = 3;
  private static final int CONSUMER = -1;
  private static final int DEBUGGER = -2;
  private static final long LATEST = -1;
  private static final int RECORDS = 3;

  private final ThreeNodes cluster;
  private final Clients clients;
  private final Admin admin;
  private final ReplicatedPartitions partitions;

  WrongNodeCompatibilityTest(ThreeNodes cluster) {
    this.cluster = cluster;
    clients = Clients.of(cluster);
    admin = clients.admin();
    partitions = new ReplicatedPartitions(cluster, clients, admin);
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private TopicPartition written() {
    TopicPartition partition = partitions.on(List.of(LEADER, FOLLOWER));
    partitions.send(partition, "all", RECORDS);
    return partition;
  }

  private <A extends ApiMessage> A ask(
      int node, ApiKeys api, int version, ApiMessage question, Class<A> answer) {
    try (var client = new WireClient(cluster.node(node).bootstrap())) {
      return client.quietly(api, version, question, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aProducerIsToldWhoLeads() {
    TopicPartition partition = written();
    for (int node : List.of(FOLLOWER, STRANGER)) {
      ProduceResponseData answer =
          ask(node, ApiKeys.PRODUCE, 12, produce(partition), ProduceResponseData.class);

      var told = answer.responses().iterator().next().partitionResponses().getFirst();
      assertThat(Errors.forCode(told.errorCode())).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
      assertThat(told.currentLeader().leaderId()).isEqualTo(LEADER);
      assertThat(cluster.node(LEADER).bootstrap())
          .endsWith(":" + answer.nodeEndpoints().find(LEADER).port());
    }
  }

  private static ProduceRequestData produce(TopicPartition partition) {
    var record = new SimpleRecord(System.currentTimeMillis(), null, "x".getBytes(UTF_8));
    var data =
        new PartitionProduceData()
            .setIndex(partition.partition())
            .setRecords(MemoryRecords.withRecords(Compression.NONE, record));
    var request = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(10_000);
    request
        .topicData()
        .add(new TopicProduceData().setName(partition.topic()).setPartitionData(List.of(data)));
    return request;
  }

  @Test
  void aReaderIsServedByReplicasAndElsewhereToldWhoLeads() {
    TopicPartition partition = written();
    Uuid id = clients.describe(partition.topic()).topicId();

    assertThat(fetched(FOLLOWER, 12, partition, id)).isEqualTo(Errors.NONE);
    assertThat(fetched(FOLLOWER, 10, partition, id)).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    assertThat(fetched(STRANGER, 12, partition, id)).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);

    FetchResponseData answer =
        ask(STRANGER, ApiKeys.FETCH, 17, fetch(17, partition, id), FetchResponseData.class);
    var told = answer.responses().getFirst().partitions().getFirst();
    assertThat(Errors.forCode(told.errorCode())).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    assertThat(told.currentLeader().leaderId()).isEqualTo(LEADER);
    assertThat(answer.nodeEndpoints().find(LEADER)).isNotNull();
  }

  private Errors fetched(int node, int version, TopicPartition partition, Uuid id) {
    FetchResponseData answer =
        ask(node, ApiKeys.FETCH, version, fetch(version, partition, id), FetchResponseData.class);
    return Errors.forCode(answer.responses().getFirst().partitions().getFirst().errorCode());
  }

  private static FetchRequestData fetch(int version, TopicPartition partition, Uuid id) {
    var wanted = new FetchPartition().setPartition(0).setPartitionMaxBytes(1_000_000);
    var topic = new FetchTopic().setPartitions(List.of(wanted));
    if (version < 13) {
      topic.setTopic(partition.topic());
    } else {
      topic.setTopicId(id);
    }
    return new FetchRequestData().setMaxBytes(1_000_000).setMaxWaitMs(0).setTopics(List.of(topic));
  }

  @Test
  void offsetsAreToldByTheLeaderAndToToolsThatDebugByFollowersToo() {
    TopicPartition partition = written();

    for (int asker : List.of(CONSUMER, DEBUGGER, FOLLOWER, 99)) {
      assertThat(listed(LEADER, partition, asker).offset()).as("to %d", asker).isEqualTo(RECORDS);
      assertThat(Errors.forCode(listed(STRANGER, partition, asker).errorCode()))
          .isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }
    assertThat(listed(FOLLOWER, partition, DEBUGGER).offset()).isEqualTo(RECORDS);
    for (int asker : List.of(CONSUMER, LEADER)) {
      assertThat(Errors.forCode(listed(FOLLOWER, partition, asker).errorCode()))
          .isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }
  }

  private ListOffsetsPartitionResponse listed(int node, TopicPartition partition, int replicaId) {
    var wanted = new ListOffsetsPartition().setTimestamp(LATEST).setCurrentLeaderEpoch(-1);
    var topic = new ListOffsetsTopic().setName(partition.topic()).setPartitions(List.of(wanted));
    var request = new ListOffsetsRequestData().setReplicaId(replicaId).setTopics(List.of(topic));
    return ask(node, ApiKeys.LIST_OFFSETS, 7, request, ListOffsetsResponseData.class)
        .topics()
        .getFirst()
        .partitions()
        .getFirst();
  }

  @Test
  void whereEpochsEndIsToldByTheLeader() {
    TopicPartition partition = written();
    partitions.lead(partition, FOLLOWER);
    partitions.lead(partition, LEADER);
    int now = listed(LEADER, partition, CONSUMER).leaderEpoch();
    assertThat(now).isGreaterThan(1);

    for (int asker : List.of(CONSUMER, DEBUGGER, FOLLOWER, 99)) {
      for (int epoch : List.of(0, now)) {
        EpochEndOffset told = ended(LEADER, partition, asker, now, epoch);
        assertThat(told.endOffset()).as("epoch %d to %d", epoch, asker).isEqualTo(RECORDS);
        assertThat(told.leaderEpoch()).isEqualTo(epoch);
      }
      for (int node : List.of(FOLLOWER, STRANGER)) {
        assertThat(Errors.forCode(ended(node, partition, asker, now, 0).errorCode()))
            .isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
      }
    }
    assertThat(Errors.forCode(ended(LEADER, partition, CONSUMER, now + 1, 0).errorCode()))
        .isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
    assertThat(Errors.forCode(ended(LEADER, partition, CONSUMER, now - 1, 0).errorCode()))
        .isEqualTo(Errors.FENCED_LEADER_EPOCH);
    assertThat(ended(LEADER, partition, CONSUMER, now, now + 1).endOffset()).isEqualTo(-1);
  }

  private EpochEndOffset ended(
      int node, TopicPartition partition, int replicaId, int currentEpoch, int epoch) {
    var wanted =
        new OffsetForLeaderPartition()
            .setPartition(0)
            .setCurrentLeaderEpoch(currentEpoch)
            .setLeaderEpoch(epoch);
    var request = new OffsetForLeaderEpochRequestData().setReplicaId(replicaId);
    request
        .topics()
        .add(new OffsetForLeaderTopic().setTopic(partition.topic()).setPartitions(List.of(wanted)));
    return ask(
            node,
            ApiKeys.OFFSET_FOR_LEADER_EPOCH,
            4,
            request,
            OffsetForLeaderEpochResponseData.class)
        .topics()
        .iterator()
        .next()
        .partitions()
        .getFirst();
  }

  @Test
  void recordsAreDeletedByTheLeaderOnly() {
    TopicPartition partition = written();
    for (int node : List.of(FOLLOWER, STRANGER)) {
      var topic =
          new DeleteRecordsTopic()
              .setName(partition.topic())
              .setPartitions(List.of(new DeleteRecordsPartition().setOffset(1)));
      var request = new DeleteRecordsRequestData().setTimeoutMs(10_000).setTopics(List.of(topic));
      DeleteRecordsResponseData answer =
          ask(node, ApiKeys.DELETE_RECORDS, 2, request, DeleteRecordsResponseData.class);
      var told = answer.topics().iterator().next().partitions().iterator().next();
      assertThat(Errors.forCode(told.errorCode())).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }
    Clients.get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all());
  }

  @Test
  void allNodesSayWhoKeepsAGroupAndTheOthersRefuseIt() {
    TopicPartition partition = written();
    String group = Clients.unique("kept");
    Clients.get(
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(1))).all());
    int keeper = keeperBy(1, group);

    for (int node = 1; node <= 3; node++) {
      assertThat(keeperBy(node, group)).isEqualTo(keeper);
      boolean keeps = node == keeper;
      assertThat(heartbeat(node, group))
          .isEqualTo(keeps ? Errors.UNKNOWN_MEMBER_ID : Errors.NOT_COORDINATOR);
      assertThat(described(node, group)).isEqualTo(keeps ? Errors.NONE : Errors.NOT_COORDINATOR);
      if (!keeps) {
        assertThat(deleted(node, group)).isEqualTo(Errors.NOT_COORDINATOR);
      }
    }
    assertThat(deleted(keeper, group)).isEqualTo(Errors.NONE);
  }

  private int keeperBy(int node, String group) {
    var request = new FindCoordinatorRequestData().setCoordinatorKeys(List.of(group));
    return ask(node, ApiKeys.FIND_COORDINATOR, 4, request, FindCoordinatorResponseData.class)
        .coordinators()
        .getFirst()
        .nodeId();
  }

  private Errors heartbeat(int node, String group) {
    var request = new HeartbeatRequestData().setGroupId(group).setMemberId("nobody");
    return Errors.forCode(
        ask(node, ApiKeys.HEARTBEAT, 4, request, HeartbeatResponseData.class).errorCode());
  }

  private Errors described(int node, String group) {
    var request = new DescribeGroupsRequestData().setGroups(List.of(group));
    return Errors.forCode(
        ask(node, ApiKeys.DESCRIBE_GROUPS, 5, request, DescribeGroupsResponseData.class)
            .groups()
            .getFirst()
            .errorCode());
  }

  private Errors deleted(int node, String group) {
    var request = new DeleteGroupsRequestData().setGroupsNames(List.of(group));
    return Errors.forCode(
        ask(node, ApiKeys.DELETE_GROUPS, 2, request, DeleteGroupsResponseData.class)
            .results()
            .iterator()
            .next()
            .errorCode());
  }
}
