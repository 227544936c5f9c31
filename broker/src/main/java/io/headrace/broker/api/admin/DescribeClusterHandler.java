package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;

/// DescribeCluster: who is in the cluster, seen from one listener.
public final class DescribeClusterHandler
    implements ApiHandler<DescribeClusterRequestData, DescribeClusterResponseData> {
  private static final byte BROKERS = 1;
  private static final byte CONTROLLERS = 2;

  private final Images images;

  public DescribeClusterHandler(Images images) {
    this.images = images;
  }

  @Override
  public void handle(ApiCall<DescribeClusterRequestData, DescribeClusterResponseData> call) {
    DescribeClusterRequestData request = call.request();
    switch (request.endpointType()) {
      case BROKERS -> call.reply(answer(call));
      case CONTROLLERS ->
          call.reply(
              refusal(
                  ErrorCode.MISMATCHED_ENDPOINT_TYPE,
                  "The request was sent to an endpoint of type BROKER, but we wanted an endpoint"
                      + " of type CONTROLLER"));
      default ->
          call.reply(
              refusal(
                  ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
                  "Unsupported endpoint type " + request.endpointType()));
    }
  }

  private DescribeClusterResponseData answer(
      ApiCall<DescribeClusterRequestData, DescribeClusterResponseData> call) {
    ClusterImage image = images.current();
    var answer =
        new DescribeClusterResponseData()
            .setErrorMessage(null)
            .setEndpointType(BROKERS)
            .setClusterId(image.clusterId())
            .setControllerId(ToldController.of(image, call.listener()));
    for (BrokerImage broker : image.brokers()) {
      Endpoint endpoint = broker.endpoint(call.listener());
      if (endpoint != null && (!broker.fenced() || call.request().includeFencedBrokers())) {
        answer
            .brokers()
            .mustAdd(
                new DescribeClusterBroker()
                    .setBrokerId(broker.id())
                    .setHost(endpoint.host())
                    .setPort(endpoint.port())
                    .setRack(broker.rack())
                    .setIsFenced(broker.fenced()));
      }
    }
    if (call.request().includeClusterAuthorizedOperations()) {
      answer.setClusterAuthorizedOperations(Authorized.CLUSTER);
    }
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
