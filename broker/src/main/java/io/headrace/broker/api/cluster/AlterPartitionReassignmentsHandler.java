package io.headrace.broker.api.cluster;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.partition.ReassignmentRequest;
import io.headrace.controller.partition.ReassignmentRequest.ReplicationFactor;
import io.headrace.controller.partition.ReassignmentRequest.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignablePartitionResponse;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignableTopicResponse;
import org.jspecify.annotations.Nullable;

/// AlterPartitionReassignments: partitions go to other brokers, or stay after all (KIP-455).
/// Answered when that is decided, not when the data is there.
public final class AlterPartitionReassignmentsHandler
    implements ApiHandler<
        AlterPartitionReassignmentsRequestData, AlterPartitionReassignmentsResponseData> {
  private final Controller controller;

  public AlterPartitionReassignmentsHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(
      ApiCall<AlterPartitionReassignmentsRequestData, AlterPartitionReassignmentsResponseData>
          call) {
    AlterPartitionReassignmentsRequestData request = call.request();
    if (request.topics().isEmpty()) {
      call.reply(new AlterPartitionReassignmentsResponseData());
      return;
    }
    var wanted = new ArrayList<Wanted>();
    for (var topic : request.topics()) {
      for (var partition : topic.partitions()) {
        wanted.add(new Wanted(topic.name(), partition.partitionIndex(), partition.replicas()));
      }
    }
    controller.reassign(
        Request.change(request.timeoutMs()),
        new ReassignmentRequest(
            request.allowReplicationFactorChange()
                ? ReplicationFactor.MAY_CHANGE
                : ReplicationFactor.STAYS,
            wanted),
        call.later(outcome ->
            call.reply(
                answer(request, outcome)
                    .setAllowReplicationFactorChange(request.allowReplicationFactorChange()))));
  }

  private static AlterPartitionReassignmentsResponseData answer(
      AlterPartitionReassignmentsRequestData request, Outcome<List<@Nullable Refusal>> outcome) {
    var answer = new AlterPartitionReassignmentsResponseData().setErrorMessage(null);
    return switch (outcome) {
      case Outcome.Done<List<@Nullable Refusal>> done ->
          answer.setResponses(topics(request, done.reply()));
      case Outcome.Refused<List<@Nullable Refusal>> refused ->
          answer
              .setErrorCode(refused.refusal().error().code())
              .setErrorMessage(refused.refusal().message());
    };
  }

  private static List<ReassignableTopicResponse> topics(
      AlterPartitionReassignmentsRequestData request, List<@Nullable Refusal> refusals) {
    var topics = new ArrayList<ReassignableTopicResponse>();
    int index = 0;
    for (var topic : request.topics()) {
      var response = new ReassignableTopicResponse().setName(topic.name());
      for (var partition : topic.partitions()) {
        Refusal refusal = refusals.get(index++);
        response
            .partitions()
            .add(
                new ReassignablePartitionResponse()
                    .setPartitionIndex(partition.partitionIndex())
                    .setErrorCode(refusal == null ? 0 : refusal.error().code())
                    .setErrorMessage(refusal == null ? null : refusal.message()));
      }
      topics.add(response);
    }
    return topics;
  }
}
