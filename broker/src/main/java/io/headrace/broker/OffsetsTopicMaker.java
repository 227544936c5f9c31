package io.headrace.broker;

import io.headrace.broker.api.admin.ClusterChanges;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import io.headrace.coordinator.Caller;
import io.headrace.group.OffsetsTopic;
import io.headrace.group.OffsetsTopicCreation;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Has the controller make the topic that groups are kept in, with as many replicas as were set or
/// as there are brokers alive.
final class OffsetsTopicMaker implements OffsetsTopicCreation {

  private static final int TIMEOUT_MS = 30_000;

  private final ClusterChanges controller;
  private final Supplier<ClusterImage> image;

  OffsetsTopicMaker(ClusterChanges controller, Supplier<ClusterImage> image) {
    this.controller = controller;
    this.image = image;
  }

  @Override
  public void create(OffsetsTopic topic, Caller<ErrorCode> caller) {
    controller.createTopics(
        Request.change(TIMEOUT_MS),
        List.of(wanted(topic, image.get())),
        outcome -> {
          switch (outcome) {
            case Outcome.Done<List<NewTopicResult>> done -> {
              var refusal = done.reply().getFirst().refusal();
              caller.answer(refusal == null ? ErrorCode.NONE : refusal.error());
            }
            case Outcome.Refused<List<NewTopicResult>> refused ->
                caller.refuse(refused.refusal().error());
          }
        });
  }

  static NewTopic wanted(OffsetsTopic topic, ClusterImage image) {
    long alive = image.brokers().stream().filter(broker -> !broker.fenced()).count();
    int replicas = (int) Math.clamp(alive, 1, topic.replicationFactor());
    var configs = new LinkedHashMap<String, @Nullable String>(topic.configs());
    return new NewTopic(OffsetsTopic.NAME, topic.partitions(), replicas, List.of(), configs);
  }
}
