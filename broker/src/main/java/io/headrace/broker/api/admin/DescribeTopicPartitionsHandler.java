package io.headrace.broker.api.admin;

import io.headrace.base.PersistentMap;
import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.topic.TopicName;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.Iterator;
import java.util.TreeSet;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.jspecify.annotations.Nullable;

/// DescribeTopicPartitions (KIP-966): topics in the order of their names, page by page. The cursor
/// names the first partition of the next page.
public final class DescribeTopicPartitionsHandler
    implements ApiHandler<DescribeTopicPartitionsRequestData, DescribeTopicPartitionsResponseData> {

  /// `max.request.partition.size.limit`: the most partitions on one page.
  private static final int MAX_PARTITIONS = 2_000;

  private final Images images;

  public DescribeTopicPartitionsHandler(Images images) {
    this.images = images;
  }

  @Override
  public void handle(
      ApiCall<DescribeTopicPartitionsRequestData, DescribeTopicPartitionsResponseData> call) {
    DescribeTopicPartitionsRequestData request = call.request();
    var cursor = request.cursor();
    String from = cursor == null ? "" : cursor.topicName();
    int firstPartition = cursor == null ? 0 : cursor.partitionIndex();
    var wanted = new TreeSet<String>();
    request.topics().forEach(topic -> wanted.add(topic.name()));
    if (firstPartition < 0 || (cursor != null && !wanted.isEmpty() && !wanted.contains(from))) {
      call.reply(refusal(request));
      return;
    }
    int limit = Math.clamp(request.responsePartitionLimit(), 1, MAX_PARTITIONS);
    var page = new PageOfPartitions(images.current(), call.listener(), limit);
    if (wanted.isEmpty()) {
      addAll(page, images.current(), from, firstPartition);
    } else {
      addWanted(page, wanted, from, firstPartition);
    }
    call.reply(page.answer());
  }

  private static void addAll(
      PageOfPartitions page, ClusterImage image, String from, int firstPartition) {
    Iterator<PersistentMap.Entry<String, TopicImage>> topics = image.topicsFrom(from);
    while (topics.hasNext()) {
      TopicImage topic = topics.next().value();
      if (!page.add(topic, topic.name().equals(from) ? firstPartition : 0)) {
        return;
      }
    }
  }

  private void addWanted(
      PageOfPartitions page, TreeSet<String> wanted, String from, int firstPartition) {
    for (String name : wanted.tailSet(from)) {
      @Nullable TopicImage topic = images.current().topic(name);
      if (topic == null) {
        page.addRefused(
            name,
            TopicName.refusalOf(name) == null
                ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                : ErrorCode.INVALID_TOPIC_EXCEPTION);
      } else if (!page.add(topic, name.equals(from) ? firstPartition : 0)) {
        return;
      }
    }
  }

  private static DescribeTopicPartitionsResponseData refusal(
      DescribeTopicPartitionsRequestData request) {
    var answer = new DescribeTopicPartitionsResponseData();
    var seen = new TreeSet<String>();
    for (TopicRequest topic : request.topics()) {
      if (seen.add(topic.name())) {
        answer
            .topics()
            .mustAdd(
                new DescribeTopicPartitionsResponseTopic()
                    .setName(topic.name())
                    .setErrorCode(ErrorCode.INVALID_REQUEST.code()));
      }
    }
    return answer;
  }
}
