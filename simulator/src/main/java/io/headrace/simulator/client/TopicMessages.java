package io.headrace.simulator.client;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// What is asked and answered about one topic.
public final class TopicMessages {

  private TopicMessages() {}

  /// Asks for a topic to be made.
  public static CreateTopicsRequestData creation(
      String name, int partitions, int replicas, Map<String, String> configs, int timeoutMs) {
    var topic =
        new CreatableTopic()
            .setName(name)
            .setNumPartitions(partitions)
            .setReplicationFactor((short) replicas);
    configs.forEach((key, value) ->
        topic.configs().add(new CreatableTopicConfig().setName(key).setValue(value)));
    var request = new CreateTopicsRequestData().setTimeoutMs(timeoutMs);
    request.topics().add(topic);
    return request;
  }

  /// Asks for a topic that is there.
  public static MetadataRequestData lookup(String name) {
    return new MetadataRequestData()
        .setTopics(List.of(new MetadataRequestTopic().setName(name)))
        .setAllowAutoTopicCreation(false);
  }

  /// @param answer null if there was none
  public static Errors errorOf(@Nullable CreateTopicsResponseData answer) {
    return answer == null
        ? Errors.REQUEST_TIMED_OUT
        : Errors.forCode(answer.topics().iterator().next().errorCode());
  }

  /// @param answer null if there was none
  public static Errors errorOf(@Nullable DeleteTopicsResponseData answer) {
    return answer == null
        ? Errors.REQUEST_TIMED_OUT
        : Errors.forCode(answer.responses().iterator().next().errorCode());
  }
}
