package io.headrace.controller.topic;

import io.headrace.base.TopicId;
import io.headrace.controller.decision.Refusal;
import org.jspecify.annotations.Nullable;

/// What became of one wanted topic.
///
/// @param refusal null if it was, or could be, made
public record NewTopicResult(
    String name,
    @Nullable Refusal refusal,
    TopicId topicId,
    int partitions,
    int replicationFactor) {

  static NewTopicResult refused(String name, Refusal refusal) {
    return new NewTopicResult(name, refusal, TopicId.ZERO, -1, -1);
  }
}
