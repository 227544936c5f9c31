package io.headrace.simulator.client;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// Makes and deletes topics, and asks again until the answer is clear.
public final class TopicAdmin {
  private final SimulatedClient client;

  public TopicAdmin(SimulatedClient client) {
    this.client = client;
  }

  /// Makes a topic; one that is there already counts as made.
  public void create(
      String name, int partitions, Map<String, String> configs, Consumer<Topic> then) {
    client.ask(
        ApiKeys.CREATE_TOPICS,
        5,
        TopicMessages.creation(name, partitions, 1, configs, 10_000),
        CreateTopicsResponseData.class,
        answer -> {
          Errors error = TopicMessages.errorOf(answer);
          switch (error) {
            case NONE, TOPIC_ALREADY_EXISTS -> describe(name, then);
            case INVALID_CONFIG, INVALID_REQUEST, POLICY_VIOLATION ->
                throw new InvariantViolation("topic " + name + " was refused: " + error);
            default -> client.soon(() -> create(name, partitions, configs, then));
          }
        });
  }

  /// A client that was told of a topic can use it at once.
  private void describe(String name, Consumer<Topic> then) {
    client.ask(
        ApiKeys.METADATA,
        12,
        TopicMessages.lookup(name),
        MetadataResponseData.class,
        answer -> {
          if (answer == null) {
            client.soon(() -> describe(name, then));
            return;
          }
          var topic = answer.topics().iterator().next();
          if (topic.errorCode() != 0) {
            throw new InvariantViolation(
                "topic " + name + " was made, and then: " + Errors.forCode(topic.errorCode()));
          }
          then.accept(new Topic(name, topic.topicId()));
        });
  }

  /// Deletes a topic; one that is not there counts as deleted.
  public void delete(Topic topic, Runnable then) {
    var request =
        new DeleteTopicsRequestData().setTopicNames(List.of(topic.name())).setTimeoutMs(10_000);
    client.ask(
        ApiKeys.DELETE_TOPICS,
        5,
        request,
        DeleteTopicsResponseData.class,
        answer -> {
          Errors error = TopicMessages.errorOf(answer);
          if (error == Errors.NONE || error == Errors.UNKNOWN_TOPIC_OR_PARTITION) {
            then.run();
          } else {
            client.soon(() -> delete(topic, then));
          }
        });
  }
}
