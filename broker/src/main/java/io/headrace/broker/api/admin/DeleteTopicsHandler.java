package io.headrace.broker.api.admin;

import io.headrace.base.TopicId;
import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.jspecify.annotations.Nullable;

/// DeleteTopics, by name or by id: answered when the topics are gone for every client of this node.
/// With `delete.topic.enable=false` every topic is refused.
public final class DeleteTopicsHandler
    implements ApiHandler<DeleteTopicsRequestData, DeleteTopicsResponseData> {
  private static final short FIRST_VERSION_WITH_DISABLED = 3;
  private static final short FIRST_VERSION_WITH_IDS = 6;

  /// `delete.topic.enable`
  public enum Deletions {
    ENABLED,
    DISABLED
  }

  private final Controller controller;
  private final Images images;
  private final Deletions deletions;

  public DeleteTopicsHandler(Controller controller, Images images, Deletions deletions) {
    this.controller = controller;
    this.images = images;
    this.deletions = deletions;
  }

  /// One thing that the client wants gone.
  ///
  /// @param refusal why it will not be, as far as that is known before anything is decided
  private record Target(@Nullable String name, TopicId id, @Nullable Refusal refusal) {}

  @Override
  public void handle(ApiCall<DeleteTopicsRequestData, DeleteTopicsResponseData> call) {
    if (deletions == Deletions.DISABLED) {
      call.reply(disabled(call.request(), call.version()));
      return;
    }
    List<Target> targets = targets(call.request(), call.version());
    List<TopicId> ids =
        targets.stream().filter(target -> target.refusal() == null).map(Target::id).toList();
    controller.deleteTopics(
        Request.change(call.request().timeoutMs()),
        ids,
        call.later(outcome -> call.reply(answer(targets, outcome))));
  }

  /// Before version 3 there was no word for it.
  private static DeleteTopicsResponseData disabled(DeleteTopicsRequestData request, short version) {
    ErrorCode error =
        version < FIRST_VERSION_WITH_DISABLED
            ? ErrorCode.INVALID_REQUEST
            : ErrorCode.TOPIC_DELETION_DISABLED;
    var answer = new DeleteTopicsResponseData();
    for (String name : request.topicNames()) {
      answer
          .responses()
          .mustAdd(new DeletableTopicResult().setName(name).setErrorCode(error.code()));
    }
    for (DeleteTopicState state : request.topics()) {
      answer
          .responses()
          .mustAdd(
              new DeletableTopicResult()
                  .setName(state.name())
                  .setTopicId(state.topicId())
                  .setErrorCode(error.code()));
    }
    return answer;
  }

  private List<Target> targets(DeleteTopicsRequestData request, short version) {
    ClusterImage image = images.current();
    Map<Object, Target> targets = new LinkedHashMap<>();
    if (version < FIRST_VERSION_WITH_IDS) {
      for (String name : request.topicNames()) {
        add(targets, name, byName(image, name));
      }
      return List.copyOf(targets.values());
    }
    int nameless = 0;
    for (DeleteTopicState state : request.topics()) {
      TopicId id = KafkaIds.fromKafka(state.topicId());
      String name = state.name();
      if (name != null && !id.isZero()) {
        add(targets, name, refused(name, id, "You may not specify both topic name and topic id."));
      } else if (name != null) {
        add(targets, name, byName(image, name));
      } else if (!id.isZero()) {
        add(targets, id, byId(image, id));
      } else {
        targets.put(nameless++, refused(null, id, "Neither topic name nor id were specified."));
      }
    }
    return List.copyOf(targets.values());
  }

  private static void add(Map<Object, Target> targets, Object key, Target target) {
    if (targets.put(key, target) != null) {
      String what = key instanceof TopicId ? "topic id" : "topic name";
      targets.put(key, new Target(target.name(), target.id(), Refusal.duplicate(what)));
    }
  }

  private static Target byName(ClusterImage image, String name) {
    TopicImage topic = image.topic(name);
    return topic == null
        ? new Target(name, TopicId.ZERO, new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null))
        : new Target(name, topic.id(), null);
  }

  private static Target byId(ClusterImage image, TopicId id) {
    TopicImage topic = image.topic(id);
    return topic == null
        ? new Target(null, id, new Refusal(ErrorCode.UNKNOWN_TOPIC_ID, null))
        : new Target(topic.name(), id, null);
  }

  private static Target refused(@Nullable String name, TopicId id, String message) {
    return new Target(name, id, new Refusal(ErrorCode.INVALID_REQUEST, message));
  }

  private static DeleteTopicsResponseData answer(
      List<Target> targets, Outcome<List<TopicId>> outcome) {
    var answer = new DeleteTopicsResponseData();
    var results = new ArrayList<DeletableTopicResult>(targets.size());
    for (Target target : targets) {
      Refusal refusal =
          target.refusal() == null ? refusalOf(target.id(), outcome) : target.refusal();
      var result =
          new DeletableTopicResult()
              .setName(target.name())
              .setTopicId(KafkaIds.toKafka(target.id()));
      if (refusal != null) {
        result.setErrorCode(refusal.error().code()).setErrorMessage(Messages.of(refusal));
      }
      results.add(result);
    }
    results.forEach(answer.responses()::mustAdd);
    return answer;
  }

  private static @Nullable Refusal refusalOf(TopicId id, Outcome<List<TopicId>> outcome) {
    return switch (outcome) {
      case Outcome.Done<List<TopicId>> done ->
          done.reply().contains(id) ? null : new Refusal(ErrorCode.UNKNOWN_TOPIC_ID, null);
      case Outcome.Refused<List<TopicId>> refused -> refused.refusal();
    };
  }
}
