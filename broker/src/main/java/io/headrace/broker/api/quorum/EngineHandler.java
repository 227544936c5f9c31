package io.headrace.broker.api.quorum;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.quorum.QuorumRequests;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiMessage;

/// One of the APIs that the consensus engine answers itself, the way KIP-595, KIP-630 and KIP-853
/// describe.
final class EngineHandler<Q extends ApiMessage, A extends ApiMessage> implements ApiHandler<Q, A> {
  private final QuorumRequests quorum;

  EngineHandler(QuorumRequests quorum) {
    this.quorum = quorum;
  }

  @Override
  public void handle(ApiCall<Q, A> call) {
    @SuppressWarnings("unchecked") // the engine answers with the message of the request's API
    Consumer<ApiMessage> answer = call.later(message -> call.reply((A) message));
    quorum.serve(call.version(), call.request(), answer);
  }
}
