package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopic.Assignment;
import io.headrace.controller.topic.NewTopicResult;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.protocol.KafkaIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.jspecify.annotations.Nullable;

/// CreateTopics: each topic has its own result; answered when those made can be used.
public final class CreateTopicsHandler
    implements ApiHandler<CreateTopicsRequestData, CreateTopicsResponseData> {
  private final Controller controller;
  private final Images images;
  private final EffectiveConfigs configs;

  public CreateTopicsHandler(Controller controller, Images images, EffectiveConfigs configs) {
    this.controller = controller;
    this.images = images;
    this.configs = configs;
  }

  @Override
  public void handle(ApiCall<CreateTopicsRequestData, CreateTopicsResponseData> call) {
    CreateTopicsRequestData request = call.request();
    var names = NamesInRequest.of(request.topics(), CreatableTopic::name);
    var wanted = new ArrayList<NewTopic>();
    for (CreatableTopic topic : request.topics()) {
      if (names.isSingle(topic.name())) {
        wanted.add(wanted(topic));
      }
    }
    boolean validate = request.validateOnly();
    controller.createTopics(
        validate ? Request.validate(request.timeoutMs()) : Request.change(request.timeoutMs()),
        wanted,
        call.later(outcome -> call.reply(answer(wanted, names.repeated(), outcome, validate))));
  }

  private static NewTopic wanted(CreatableTopic topic) {
    Map<String, @Nullable String> set = new LinkedHashMap<>();
    topic.configs().forEach(config -> set.put(config.name(), config.value()));
    var assignments = new ArrayList<Assignment>();
    topic
        .assignments()
        .forEach(it -> assignments.add(new Assignment(it.partitionIndex(), it.brokerIds())));
    return new NewTopic(
        topic.name(), topic.numPartitions(), topic.replicationFactor(), assignments, set);
  }

  private CreateTopicsResponseData answer(
      List<NewTopic> wanted,
      List<String> repeated,
      Outcome<List<NewTopicResult>> outcome,
      boolean validate) {
    var answer = new CreateTopicsResponseData();
    switch (outcome) {
      case Outcome.Done<List<NewTopicResult>> done -> {
        for (int index = 0; index < wanted.size(); index++) {
          answer.topics().add(made(wanted.get(index), done.reply().get(index), validate));
        }
      }
      case Outcome.Refused<List<NewTopicResult>> refused ->
          wanted.forEach(it -> answer.topics().add(refused(it.name(), refused.refusal())));
    }
    repeated.forEach(name -> answer.topics().add(refused(name, Refusal.duplicate("topic name"))));
    return answer;
  }

  private CreatableTopicResult made(NewTopic topic, NewTopicResult result, boolean validate) {
    if (result.refusal() != null) {
      return refused(topic.name(), result.refusal());
    }
    var made =
        new CreatableTopicResult()
            .setName(topic.name())
            .setErrorMessage(null)
            .setNumPartitions(result.partitions())
            .setReplicationFactor((short) result.replicationFactor())
            .setConfigs(new TopicConfigsOfAnswer(configs, images.current()).of(topic));
    return validate ? made : made.setTopicId(KafkaIds.toKafka(result.topicId()));
  }

  private static CreatableTopicResult refused(String name, Refusal refusal) {
    return new CreatableTopicResult()
        .setName(name)
        .setErrorCode(refusal.error().code())
        .setErrorMessage(Messages.of(refusal));
  }
}
