package io.headrace.broker.api.quorum;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.protocol.ErrorCode;
import io.headrace.quorum.QuorumRequests;
import io.headrace.quorum.QuorumView;
import java.util.function.Consumer;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;

/// DescribeCluster on the controller listener (KIP-919): the voters, and which of them leads.
///
/// A node that is new asks this of the others; in a tagged field that nobody else reads it is told
/// who answers, also by a node that is as new as itself.
final class ControllersHandler
    implements ApiHandler<DescribeClusterRequestData, DescribeClusterResponseData> {
  private static final byte BROKERS = 1;
  private static final byte CONTROLLERS = 2;

  private final QuorumRequests quorum;

  ControllersHandler(QuorumRequests quorum) {
    this.quorum = quorum;
  }

  @Override
  public void handle(ApiCall<DescribeClusterRequestData, DescribeClusterResponseData> call) {
    switch (call.request().endpointType()) {
      case CONTROLLERS -> {
        Consumer<QuorumView> answer = call.later(view -> call.reply(answer(view)));
        quorum.describe(answer);
      }
      case BROKERS ->
          call.reply(
              refusal(
                  ErrorCode.MISMATCHED_ENDPOINT_TYPE,
                  "The request was sent to an endpoint of type CONTROLLER, but we wanted an"
                      + " endpoint of type BROKER"));
      default ->
          call.reply(
              refusal(
                  ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
                  "Unsupported endpoint type " + call.request().endpointType()));
    }
  }

  private static DescribeClusterResponseData answer(QuorumView view) {
    var answer =
        new DescribeClusterResponseData()
            .setErrorMessage(null)
            .setEndpointType(CONTROLLERS)
            .setClusterId(view.clusterId())
            .setControllerId(view.leaderId());
    for (QuorumView.Controller controller : view.controllers()) {
      answer
          .brokers()
          .mustAdd(
              new DescribeClusterBroker()
                  .setBrokerId(controller.nodeId())
                  .setHost(controller.host())
                  .setPort(controller.port()));
    }
    answer.unknownTaggedFields().add(view.answering().asTaggedField());
    return answer;
  }

  private static DescribeClusterResponseData refusal(ErrorCode error, String message) {
    return new DescribeClusterResponseData()
        .setErrorCode(error.code())
        .setErrorMessage(message)
        .setClusterId("")
        .setControllerId(-1);
  }
}
