package io.headrace.broker.api.group;

import io.headrace.base.TopicId;
import io.headrace.base.TopicPartition;
import io.headrace.group.offsets.CommitRequest.Entry;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;

/// Sorts the partitions of one commit: those that exist go to the coordinator, and the answer keeps
/// a place for every one.
final class CommittableOffsets {

  private static final int FIRST_WITH_TOPIC_IDS = 10;

  private final ClusterImage image;
  private final boolean byTopicId;
  private final OffsetCommitResponseData response = new OffsetCommitResponseData();
  private final List<Entry> entries = new ArrayList<>();
  private final List<OffsetCommitResponsePartition> places = new ArrayList<>();

  CommittableOffsets(List<OffsetCommitRequestTopic> topics, ClusterImage image, int version) {
    this.image = image;
    this.byTopicId = version >= FIRST_WITH_TOPIC_IDS;
    topics.forEach(this::add);
  }

  /// What the coordinator is to commit.
  List<Entry> entries() {
    return entries;
  }

  /// The response, once it is known what became of the entries.
  OffsetCommitResponseData response(List<ErrorCode> outcomes) {
    for (int i = 0; i < places.size(); i++) {
      places.get(i).setErrorCode(outcomes.get(i).code());
    }
    return response;
  }

  /// The response if none of the entries could be committed.
  OffsetCommitResponseData response(ErrorCode error) {
    places.forEach(place -> place.setErrorCode(error.code()));
    return response;
  }

  private void add(OffsetCommitRequestTopic asked) {
    TopicId id = KafkaIds.fromKafka(asked.topicId());
    TopicImage topic = byTopicId ? image.topic(id) : image.topic(asked.name());
    var answer = new OffsetCommitResponseTopic().setName(asked.name()).setTopicId(asked.topicId());
    response.topics().add(answer);
    for (OffsetCommitRequestPartition partition : asked.partitions()) {
      int number = partition.partitionIndex();
      var place = new OffsetCommitResponsePartition().setPartitionIndex(number);
      answer.partitions().add(place);
      if (topic == null) {
        ErrorCode unknown =
            byTopicId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        place.setErrorCode(unknown.code());
      } else if (topic.partition(number) == null) {
        place.setErrorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
      } else {
        places.add(place);
        entries.add(toEntry(topic, partition));
      }
    }
  }

  private static Entry toEntry(TopicImage topic, OffsetCommitRequestPartition partition) {
    String metadata = partition.committedMetadata();
    return new Entry(
        new TopicPartition(topic.name(), partition.partitionIndex()),
        topic.id(),
        partition.committedOffset(),
        partition.committedLeaderEpoch(),
        metadata == null ? "" : metadata);
  }
}
