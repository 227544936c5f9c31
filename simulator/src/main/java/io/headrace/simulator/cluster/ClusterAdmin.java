package io.headrace.simulator.cluster;

import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.client.TopicMessages;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// Makes topics, asking whichever node again until the answer is clear.
final class ClusterAdmin {
  private static final int CREATE_VERSION = 7;
  private static final int METADATA_VERSION = 12;
  private static final int TIMEOUT_MS = 1_000;

  private final ClusterClient client;

  ClusterAdmin(ClusterClient client) {
    this.client = client;
  }

  /// A topic to be made.
  record Wanted(String name, int partitions, int replicas, Map<String, String> configs) {}

  /// Makes a topic; `then` hears of it once it is there.
  void create(Wanted wanted, Consumer<Topic> then) {
    var request =
        TopicMessages.creation(
            wanted.name(), wanted.partitions(), wanted.replicas(), wanted.configs(), TIMEOUT_MS);
    client
        .anywhere()
        .ask(
            ApiKeys.CREATE_TOPICS,
            CREATE_VERSION,
            request,
            CreateTopicsResponseData.class,
            answer -> {
              Errors error = TopicMessages.errorOf(answer);
              switch (error) {
                case NONE, TOPIC_ALREADY_EXISTS -> find(wanted.name(), then);
                case INVALID_CONFIG, INVALID_REQUEST, POLICY_VIOLATION ->
                    throw new InvariantViolation(wanted + " was refused: " + error);
                default -> client.soon(() -> create(wanted, then));
              }
            });
  }

  /// Asks for preferred leaders of all partitions; `then` hears once that is decided.
  void electPreferred(Runnable then) {
    var request =
        new ElectLeadersRequestData()
            .setElectionType((byte) 0)
            .setTimeoutMs(TIMEOUT_MS)
            .setTopicPartitions(null);
    client
        .anywhere()
        .ask(
            ApiKeys.ELECT_LEADERS,
            2,
            request,
            ElectLeadersResponseData.class,
            answer -> {
              if (answer == null || answer.errorCode() != 0) {
                client.soon(() -> electPreferred(then));
              } else {
                then.run();
              }
            });
  }

  private void find(String name, Consumer<Topic> then) {
    client
        .anywhere()
        .ask(
            ApiKeys.METADATA,
            METADATA_VERSION,
            TopicMessages.lookup(name),
            MetadataResponseData.class,
            answer -> {
              var found = answer == null ? null : answer.topics().iterator().next();
              if (found == null || found.errorCode() != 0) {
                client.soon(() -> find(name, then));
              } else {
                then.accept(new Topic(name, found.topicId()));
              }
            });
  }
}
