package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.topic.PartitionGrowth.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.jspecify.annotations.Nullable;

/// CreatePartitions: answered when the new partitions can be used.
public final class CreatePartitionsHandler
    implements ApiHandler<CreatePartitionsRequestData, CreatePartitionsResponseData> {
  private final Controller controller;

  public CreatePartitionsHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(ApiCall<CreatePartitionsRequestData, CreatePartitionsResponseData> call) {
    CreatePartitionsRequestData request = call.request();
    var names = NamesInRequest.of(request.topics(), CreatePartitionsTopic::name);
    var wanted = new ArrayList<Wanted>();
    for (CreatePartitionsTopic topic : request.topics()) {
      if (names.isSingle(topic.name())) {
        wanted.add(new Wanted(topic.name(), topic.count(), assignments(topic)));
      }
    }
    controller.createPartitions(
        request.validateOnly()
            ? Request.validate(request.timeoutMs())
            : Request.change(request.timeoutMs()),
        wanted,
        call.later(outcome -> call.reply(answer(wanted, names.repeated(), outcome))));
  }

  private static @Nullable List<List<Integer>> assignments(CreatePartitionsTopic topic) {
    if (topic.assignments() == null) {
      return null;
    }
    var assignments = new ArrayList<List<Integer>>();
    topic.assignments().forEach(each -> assignments.add(each.brokerIds()));
    return assignments;
  }

  private static CreatePartitionsResponseData answer(
      List<Wanted> wanted, List<String> repeated, Outcome<List<@Nullable Refusal>> outcome) {
    var answer = new CreatePartitionsResponseData();
    for (int index = 0; index < wanted.size(); index++) {
      Refusal refusal =
          switch (outcome) {
            case Outcome.Done<List<@Nullable Refusal>> done -> done.reply().get(index);
            case Outcome.Refused<List<@Nullable Refusal>> refused -> refused.refusal();
          };
      answer.results().add(result(wanted.get(index).topic(), refusal));
    }
    repeated.forEach(name -> answer.results().add(result(name, Refusal.duplicate("topic name"))));
    return answer;
  }

  private static CreatePartitionsTopicResult result(String name, @Nullable Refusal refusal) {
    var result = new CreatePartitionsTopicResult().setName(name).setErrorMessage(null);
    return refusal == null
        ? result
        : result.setErrorCode(refusal.error().code()).setErrorMessage(refusal.message());
  }
}
