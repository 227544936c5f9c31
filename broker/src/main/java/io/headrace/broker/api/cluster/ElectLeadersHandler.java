package io.headrace.broker.api.cluster;

import static java.util.Objects.requireNonNull;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitions;
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
      var refusal =
          new Refusal(ErrorCode.INVALID_REQUEST, "Unknown election type " + request.electionType());
      call.reply(refused(request, refusal, call.version()));
      return;
    }
    Kind kind = request.electionType() == PREFERRED ? Kind.PREFERRED : Kind.UNCLEAN;
    controller.electLeaders(
        Request.change(request.timeoutMs()),
        new ElectionRequest(kind, named(request)),
        call.later(outcome -> call.reply(answer(request, outcome, call.version()))));
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
      ElectLeadersRequestData request, Outcome<List<ElectionResult>> outcome, int version) {
    return switch (outcome) {
      case Outcome.Done<List<ElectionResult>>(var results) ->
          new ElectLeadersResponseData()
              .setReplicaElectionResults(
                  request.topicPartitions() == null ? topics(results) : topics(request, results));
      case Outcome.Refused<List<ElectionResult>>(var refusal) -> refused(request, refusal, version);
    };
  }

  /// Everything that was named is refused; the oldest version can tell it only there.
  private static ElectLeadersResponseData refused(
      ElectLeadersRequestData request, Refusal refusal, int version) {
    var answer =
        new ElectLeadersResponseData().setReplicaElectionResults(topics(request, _ -> refusal));
    return version == 0 ? answer : answer.setErrorCode(refusal.error().code());
  }

  /// Of all partitions: only those of which there is something to tell.
  private static List<ReplicaElectionResult> topics(List<ElectionResult> results) {
    Map<String, ReplicaElectionResult> topics = new LinkedHashMap<>();
    for (ElectionResult result : results) {
      topics
          .computeIfAbsent(
              result.partition().topic(), name -> new ReplicaElectionResult().setTopic(name))
          .partitionResult()
          .add(partition(result.partition().partition(), result.refusal()));
    }
    return List.copyOf(topics.values());
  }

  private static List<ReplicaElectionResult> topics(
      ElectLeadersRequestData request, List<ElectionResult> results) {
    Map<Named, ElectionResult> found = new HashMap<>();
    results.forEach(result -> found.put(result.partition(), result));
    return topics(request, named -> requireNonNull(found.get(named)).refusal());
  }

  /// As it was asked for, also where something was named twice.
  private static List<ReplicaElectionResult> topics(
      ElectLeadersRequestData request, Function<Named, @Nullable Refusal> refusals) {
    var topics = new ArrayList<ReplicaElectionResult>();
    if (request.topicPartitions() != null) {
      for (TopicPartitions topic : request.topicPartitions()) {
        var result = new ReplicaElectionResult().setTopic(topic.topic());
        for (int number : topic.partitions()) {
          Refusal refusal = refusals.apply(new Named(topic.topic(), number));
          result.partitionResult().add(partition(number, refusal));
        }
        topics.add(result);
      }
    }
    return topics;
  }

  private static PartitionResult partition(int number, @Nullable Refusal refusal) {
    return new PartitionResult()
        .setPartitionId(number)
        .setErrorCode(refusal == null ? 0 : refusal.error().code())
        .setErrorMessage(refusal == null ? null : refusal.message());
  }
}
