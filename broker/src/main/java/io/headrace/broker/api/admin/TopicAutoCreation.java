package io.headrace.broker.api.admin;

import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.protocol.ErrorCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes topics because somebody asks about them (`auto.create.topics.enable`).
public final class TopicAutoCreation {
  private static final int TIMEOUT_MS = 30_000;

  private final ClusterChanges controller;
  private final boolean enabled;
  private final TopicDefaults defaults;
  private final Special special;

  /// Topics that are not made with the defaults, such as that of group offsets.
  @FunctionalInterface
  public interface Special {
    /// How to make the topic now; null for the defaults.
    @Nullable NewTopic like(String name);
  }

  /// @param defaults of this broker, which need not be those of the controller
  public TopicAutoCreation(
      ClusterChanges controller, boolean enabled, TopicDefaults defaults, Special special) {
    this.controller = controller;
    this.enabled = enabled;
    this.defaults = defaults;
    this.special = special;
  }

  boolean isEnabled() {
    return enabled;
  }

  /// Makes these topics, then tells of those that could not be made why.
  ///
  /// A topic that somebody else made meanwhile counts as made. Where nothing can be decided now all
  /// have LEADER_NOT_AVAILABLE, so that clients come again.
  void create(List<String> names, Consumer<Map<String, ErrorCode>> errors) {
    List<NewTopic> wanted = names.stream().map(this::wanted).toList();
    controller.createTopics(
        Request.change(TIMEOUT_MS), wanted, outcome -> errors.accept(errorsOf(names, outcome)));
  }

  private NewTopic wanted(String name) {
    NewTopic like = special.like(name);
    return like == null
        ? new NewTopic(
            name,
            defaults.partitions(),
            defaults.replicationFactor(),
            List.of(),
            Collections.emptyMap())
        : like;
  }

  private static Map<String, ErrorCode> errorsOf(
      List<String> names, Outcome<List<NewTopicResult>> outcome) {
    Map<String, ErrorCode> errors = new LinkedHashMap<>();
    switch (outcome) {
      case Outcome.Done<List<NewTopicResult>> done -> {
        for (NewTopicResult result : done.reply()) {
          if (result.refusal() != null
              && result.refusal().error() != ErrorCode.TOPIC_ALREADY_EXISTS) {
            errors.put(result.name(), result.refusal().error());
          }
        }
      }
      case Outcome.Refused<List<NewTopicResult>> _ ->
          names.forEach(name -> errors.put(name, ErrorCode.LEADER_NOT_AVAILABLE));
    }
    return errors;
  }
}
