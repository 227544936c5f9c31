package io.headrace.cli.admin;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Effect;
import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Topics;
import io.headrace.cli.wire.Brokers.Question;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;

/// Topics, asked for directly; what lies in their partitions is for [WirePartitions].
final class WireTopics implements Topics {

  private static final int DECISION_MS = 30_000;

  private final Asker asker;
  private final WirePartitions partitions;

  WireTopics(Asker asker) {
    this.asker = asker;
    this.partitions = new WirePartitions(asker);
  }

  @Override
  public List<TopicSummary> list() {
    var topics = new ArrayList<TopicSummary>();
    for (MetadataResponseTopic topic : asker.metadata("list the topics", null).topics()) {
      topics.add(new TopicSummary(topic.name(), topic.isInternal()));
    }
    topics.sort(Comparator.comparing(TopicSummary::name));
    return topics;
  }

  @Override
  public List<TopicDetail> describe(List<String> names) {
    var topics = new ArrayList<TopicDetail>();
    for (MetadataResponseTopic topic : asker.metadata("find topics", names).topics()) {
      asker.require(topic.errorCode(), null, "find topic " + topic.name());
      topics.add(detail(topic));
    }
    topics.sort(Comparator.comparing(TopicDetail::name));
    return topics;
  }

  @Override
  public CreatedTopic create(TopicWish wish, Effect effect) {
    var topic =
        new CreatableTopic()
            .setName(wish.name())
            .setNumPartitions(wish.partitionCount())
            .setReplicationFactor((short) wish.replicaCount());
    wish.configs()
        .forEach((key, value) ->
            topic.configs().add(new CreatableTopicConfig().setName(key).setValue(value)));
    var request =
        new CreateTopicsRequestData()
            .setTimeoutMs(DECISION_MS)
            .setValidateOnly(effect == Effect.CHECK);
    request.topics().add(topic);
    String what = "create topic " + wish.name();
    CreateTopicsResponseData answer =
        asker.any(
            what,
            new Question<>(ApiKey.CREATE_TOPICS, 7, 7, request, new CreateTopicsResponseData()));
    var created = answer.topics().find(wish.name());
    asker.require(created.errorCode(), created.errorMessage(), what);
    return new CreatedTopic(
        wish.name(),
        effect == Effect.CHECK ? "" : created.topicId().toString(),
        created.numPartitions(),
        created.replicationFactor());
  }

  @Override
  public void delete(List<String> names) {
    var request = new DeleteTopicsRequestData().setTopicNames(names).setTimeoutMs(DECISION_MS);
    DeleteTopicsResponseData answer =
        asker.any(
            "delete topic " + String.join(", ", names),
            new Question<>(ApiKey.DELETE_TOPICS, 1, 5, request, new DeleteTopicsResponseData()));
    for (var deleted : answer.responses()) {
      asker.require(deleted.errorCode(), deleted.errorMessage(), "delete topic " + deleted.name());
    }
  }

  @Override
  public void resize(String name, int partitionCount, Effect effect) {
    var request =
        new CreatePartitionsRequestData()
            .setTimeoutMs(DECISION_MS)
            .setValidateOnly(effect == Effect.CHECK);
    request
        .topics()
        .add(
            new CreatePartitionsTopic()
                .setName(name)
                .setCount(partitionCount)
                .setAssignments(null));
    String what = "resize topic " + name;
    CreatePartitionsResponseData answer =
        asker.any(
            what,
            new Question<>(
                ApiKey.CREATE_PARTITIONS, 0, 3, request, new CreatePartitionsResponseData()));
    for (var resized : answer.results()) {
      asker.require(resized.errorCode(), resized.errorMessage(), what);
    }
  }

  @Override
  public Map<TopicPartition, Long> trim(Map<TopicPartition, Long> before) {
    return partitions.trim(before);
  }

  @Override
  public Map<TopicPartition, Long> offsets(Set<TopicPartition> wanted, Position position) {
    return partitions.offsets(wanted, position);
  }

  @Override
  public Map<TopicPartition, Long> sizes(TopicDetail topic) {
    return partitions.sizes(topic);
  }

  private static TopicDetail detail(MetadataResponseTopic topic) {
    var details = new ArrayList<PartitionDetail>();
    for (MetadataResponsePartition partition : topic.partitions()) {
      boolean led = partition.errorCode() != ErrorCode.LEADER_NOT_AVAILABLE.code();
      details.add(
          new PartitionDetail(
              partition.partitionIndex(),
              led ? partition.leaderId() : -1,
              partition.replicaNodes(),
              partition.isrNodes()));
    }
    details.sort(Comparator.comparingInt(PartitionDetail::partition));
    return new TopicDetail(topic.name(), topic.topicId().toString(), topic.isInternal(), details);
  }
}
