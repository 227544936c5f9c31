package io.headrace.broker.api.cluster;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;

/// UnregisterBroker: a broker leaves for good. One that is alive registers again at once.
public final class UnregisterBrokerHandler
    implements ApiHandler<UnregisterBrokerRequestData, UnregisterBrokerResponseData> {
  private static final int TIMEOUT_MS = 10_000;

  private final Controller controller;

  public UnregisterBrokerHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(ApiCall<UnregisterBrokerRequestData, UnregisterBrokerResponseData> call) {
    controller.unregisterBroker(
        Request.change(TIMEOUT_MS),
        call.request().brokerId(),
        call.later(outcome -> call.reply(answer(outcome))));
  }

  private static UnregisterBrokerResponseData answer(Outcome<Long> outcome) {
    var answer = new UnregisterBrokerResponseData().setErrorMessage(null);
    return switch (outcome) {
      case Outcome.Done<Long> _ -> answer;
      case Outcome.Refused<Long>(var refusal) ->
          answer.setErrorCode(refusal.error().code()).setErrorMessage(refusal.message());
    };
  }
}
