package io.headrace.broker.api.group;

import io.headrace.base.TopicId;
import io.headrace.base.TopicPartition;
import io.headrace.group.FetchedOffset;
import io.headrace.group.state.CommittedOffset;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.jspecify.annotations.Nullable;

/// What one request wants to know of one group, by topic name or (since version 10) by topic id,
/// and the answer in the same terms.
final class FetchableOffsets {

  private static final int FIRST_WITH_GROUP_ERROR = 2;
  private static final int FIRST_WITH_TOPIC_IDS = 10;
  private static final long NO_OFFSET = -1;

  private final OffsetFetchRequestGroup group;
  private final ClusterImage image;
  private final int version;
  private final boolean byTopicId;

  FetchableOffsets(OffsetFetchRequestGroup group, ClusterImage image, int version) {
    this.group = group;
    this.image = image;
    this.version = version;
    this.byTopicId = version >= FIRST_WITH_TOPIC_IDS;
  }

  /// The partitions to ask for; null for all.
  @Nullable List<TopicPartition> wanted() {
    if (group.topics() == null) {
      return null;
    }
    List<TopicPartition> wanted = new ArrayList<>();
    for (OffsetFetchRequestTopics topic : group.topics()) {
      String name = nameOf(topic);
      if (name != null) {
        topic.partitionIndexes().forEach(number -> wanted.add(new TopicPartition(name, number)));
      }
    }
    return wanted;
  }

  OffsetFetchResponseGroup response(List<FetchedOffset> found) {
    return group.topics() == null ? all(found) : asAsked(found);
  }

  /// The oldest versions have no place for an error but with each partition.
  OffsetFetchResponseGroup refusal(ErrorCode error) {
    var response = new OffsetFetchResponseGroup().setGroupId(group.groupId());
    if (version >= FIRST_WITH_GROUP_ERROR || group.topics() == null) {
      return response.setErrorCode(error.code());
    }
    for (OffsetFetchRequestTopics topic : group.topics()) {
      response.topics().add(refused(topic, error));
    }
    return response;
  }

  private OffsetFetchResponseGroup asAsked(List<FetchedOffset> found) {
    var response = new OffsetFetchResponseGroup().setGroupId(group.groupId());
    int next = 0;
    for (OffsetFetchRequestTopics asked : group.topics()) {
      if (nameOf(asked) == null) {
        response.topics().add(refused(asked, ErrorCode.UNKNOWN_TOPIC_ID));
        continue;
      }
      OffsetFetchResponseTopics topic = topic(asked.name(), asked.topicId());
      response.topics().add(topic);
      for (int i = 0; i < asked.partitionIndexes().size(); i++) {
        topic.partitions().add(toResponse(found.get(next++)));
      }
    }
    return response;
  }

  /// With topic ids, offsets of topics that are gone cannot be told of.
  private OffsetFetchResponseGroup all(List<FetchedOffset> found) {
    Map<String, OffsetFetchResponseTopics> byName = new LinkedHashMap<>();
    for (FetchedOffset each : found) {
      String name = each.partition().topic();
      TopicImage known = image.topic(name);
      if (byTopicId && known == null) {
        continue;
      }
      TopicId id = known == null ? TopicId.ZERO : known.id();
      byName
          .computeIfAbsent(name, _ -> topic(name, KafkaIds.toKafka(id)))
          .partitions()
          .add(toResponse(each));
    }
    return new OffsetFetchResponseGroup()
        .setGroupId(group.groupId())
        .setTopics(new ArrayList<>(byName.values()));
  }

  private @Nullable String nameOf(OffsetFetchRequestTopics topic) {
    if (!byTopicId) {
      return topic.name();
    }
    TopicImage known = image.topic(KafkaIds.fromKafka(topic.topicId()));
    return known == null ? null : known.name();
  }

  private static OffsetFetchResponseTopics topic(String name, Uuid id) {
    return new OffsetFetchResponseTopics().setName(name).setTopicId(id);
  }

  private static OffsetFetchResponseTopics refused(
      OffsetFetchRequestTopics asked, ErrorCode error) {
    OffsetFetchResponseTopics topic = topic(asked.name(), asked.topicId());
    for (int number : asked.partitionIndexes()) {
      topic.partitions().add(nothing(number).setErrorCode(error.code()));
    }
    return topic;
  }

  private static OffsetFetchResponsePartitions toResponse(FetchedOffset found) {
    OffsetFetchResponsePartitions response = nothing(found.partition().partition());
    CommittedOffset offset = found.offset();
    return offset == null
        ? response
        : response
            .setCommittedOffset(offset.offset())
            .setCommittedLeaderEpoch(offset.leaderEpoch())
            .setMetadata(offset.metadata());
  }

  private static OffsetFetchResponsePartitions nothing(int number) {
    return new OffsetFetchResponsePartitions()
        .setPartitionIndex(number)
        .setCommittedOffset(NO_OFFSET)
        .setCommittedLeaderEpoch(CommittedOffset.NO_LEADER_EPOCH)
        .setMetadata("");
  }
}
