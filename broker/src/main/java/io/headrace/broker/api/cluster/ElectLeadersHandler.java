package io.headrace.broker.api.cluster;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.partition.ElectionRequest;
import io.headrace.controller.partition.ElectionRequest.Kind;
import io.headrace.controller.partition.ElectionRequest.Named;
import io.headrace.controller.partition.ElectionResult;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ElectLeadersResponseData.PartitionResult;
import org.apache.kafka.common.message.ElectLeadersResponseData.ReplicaElectionResult;
import org.jspecify.annotations.Nullable;

/// ElectLeaders: preferred leaders come back, or, for partitions that are named, somebody leads at
/// the price of acknowledged records (KIP-460).
public final class ElectLeadersHandler
    implements ApiHandler<ElectLeadersRequestData, ElectLeadersResponseData> {
  private static final byte PREFERRED = 0;
  private static final byte UNCLEAN = 1;

  private final Controller controller;

  public ElectLeadersHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(ApiCall<ElectLeadersRequestData, ElectLeadersResponseData> call) {
    ElectLeadersRequestData request = call.request();
    if (request.electionType() != PREFERRED && request.electionType() != UNCLEAN) {
      call.reply(new ElectLeadersResponseData().setErrorCode(ErrorCode.INVALID_REQUEST.code()));
      return;
    }
    Kind kind = request.electionType() == PREFERRED ? Kind.PREFERRED : Kind.UNCLEAN;
    controller.electLeaders(
        Request.change(request.timeoutMs()),
        new ElectionRequest(kind, named(request)),
        call.later(outcome -> call.reply(answer(outcome, call.version()))));
  }

  private static @Nullable List<Named> named(ElectLeadersRequestData request) {
    if (request.topicPartitions() == null) {
      return null;
    }
    var named = new ArrayList<Named>();
    request
        .topicPartitions()
        .forEach(topic ->
            topic.partitions().forEach(number -> named.add(new Named(topic.topic(), number))));
    return named;
  }

  private static ElectLeadersResponseData answer(
      Outcome<List<ElectionResult>> outcome, int version) {
    return switch (outcome) {
      case Outcome.Done<List<ElectionResult>>(var results) ->
          new ElectLeadersResponseData().setReplicaElectionResults(topics(results));
      // The oldest version cannot tell of it.
      case Outcome.Refused<List<ElectionResult>>(var refusal) ->
          version == 0
              ? new ElectLeadersResponseData()
              : new ElectLeadersResponseData().setErrorCode(refusal.error().code());
    };
  }

  private static List<ReplicaElectionResult> topics(List<ElectionResult> results) {
    Map<String, ReplicaElectionResult> topics = new LinkedHashMap<>();
    for (ElectionResult result : results) {
      Refusal refusal = result.refusal();
      topics
          .computeIfAbsent(
              result.partition().topic(), name -> new ReplicaElectionResult().setTopic(name))
          .partitionResult()
          .add(
              new PartitionResult()
                  .setPartitionId(result.partition().partition())
                  .setErrorCode(refusal == null ? 0 : refusal.error().code())
                  .setErrorMessage(refusal == null ? null : refusal.message()));
    }
    return List.copyOf(topics.values());
  }
}
