package io.headrace.simulator;

import java.util.Map;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// Makes one topic, and asks again until the answer is clear.
final class TopicMaker {
  private final SimulatedClient client;
  private final String topic;
  private final int partitions;
  private final Map<String, String> configs;
  private final Runnable done;

  TopicMaker(
      SimulatedClient client,
      String topic,
      int partitions,
      Map<String, String> configs,
      Runnable done) {
    this.client = client;
    this.topic = topic;
    this.partitions = partitions;
    this.configs = configs;
    this.done = done;
  }

  void start() {
    CreateTopicsRequestData request = new CreateTopicsRequestData().setTimeoutMs(10_000);
    request
        .topics()
        .add(
            new CreateTopicsRequestData.CreatableTopic()
                .setName(topic)
                .setNumPartitions(partitions)
                .setReplicationFactor((short) 1)
                .setConfigs(wireConfigs()));
    client.ask(
        ApiKeys.CREATE_TOPICS,
        5,
        request,
        CreateTopicsResponseData.class,
        answer -> {
          Errors error =
              answer == null
                  ? Errors.REQUEST_TIMED_OUT
                  : Errors.forCode(answer.topics().iterator().next().errorCode());
          if (error == Errors.NONE || error == Errors.TOPIC_ALREADY_EXISTS) {
            done.run();
          } else {
            client.soon(this::start);
          }
        });
  }

  private CreateTopicsRequestData.CreatableTopicConfigCollection wireConfigs() {
    var collection = new CreateTopicsRequestData.CreatableTopicConfigCollection();
    configs.forEach((key, value) ->
        collection.add(
            new CreateTopicsRequestData.CreatableTopicConfig().setName(key).setValue(value)));
    return collection;
  }
}
