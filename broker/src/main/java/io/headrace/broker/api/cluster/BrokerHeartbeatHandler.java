package io.headrace.broker.api.cluster;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.broker.Heartbeat.Answer;
import io.headrace.controller.broker.Heartbeat.CaughtUp;
import io.headrace.controller.broker.Heartbeat.Verdict;
import io.headrace.controller.broker.Heartbeat.Wish;
import io.headrace.controller.decision.Outcome;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.BrokerHeartbeatResponseData;

/// BrokerHeartbeat: a broker's sign of life, and what it is told (KIP-631). The broker is fenced
/// while it is not in service; when it may go, it should shut down.
public final class BrokerHeartbeatHandler
    implements ApiHandler<BrokerHeartbeatRequestData, BrokerHeartbeatResponseData> {

  /// Longer than this the broker does not wait for an answer: it is silent by then.
  private static final int TIMEOUT_MS = 3_000;

  private final Controller controller;

  private final HeartbeatConnections connections;

  public BrokerHeartbeatHandler(Controller controller, HeartbeatConnections connections) {
    this.controller = controller;
    this.connections = connections;
  }

  @Override
  public void handle(ApiCall<BrokerHeartbeatRequestData, BrokerHeartbeatResponseData> call) {
    BrokerHeartbeatRequestData request = call.request();
    connections.onHeartbeat(request.brokerId(), request.brokerEpoch(), call.connection());
    controller.heartbeat(
        Request.change(TIMEOUT_MS),
        new Heartbeat(
            request.brokerId(),
            request.brokerEpoch(),
            request.currentMetadataOffset(),
            wish(request)),
        call.later(outcome -> call.reply(answer(outcome))));
  }

  private static Wish wish(BrokerHeartbeatRequestData request) {
    if (request.wantShutDown()) {
      return Wish.SHUT_DOWN;
    }
    return request.wantFence() ? Wish.FENCED : Wish.SERVE;
  }

  private static BrokerHeartbeatResponseData answer(Outcome<Answer> outcome) {
    return switch (outcome) {
      case Outcome.Done<Answer>(Answer(CaughtUp caughtUp, Verdict verdict)) ->
          new BrokerHeartbeatResponseData()
              .setIsCaughtUp(caughtUp == CaughtUp.YES)
              .setIsFenced(verdict == Verdict.FENCED || verdict == Verdict.MAY_GO)
              .setShouldShutDown(verdict == Verdict.MAY_GO);
      case Outcome.Refused<Answer>(var refusal) ->
          new BrokerHeartbeatResponseData().setErrorCode(refusal.error().code());
    };
  }
}
