package io.headrace.broker.api.cluster;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.producer.ProducerIds.Block;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.AllocateProducerIdsResponseData;

/// AllocateProducerIds: a block of producer ids for a broker (KIP-730).
public final class AllocateProducerIdsHandler
    implements ApiHandler<AllocateProducerIdsRequestData, AllocateProducerIdsResponseData> {
  private static final int TIMEOUT_MS = 10_000;

  private final Controller controller;

  public AllocateProducerIdsHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(
      ApiCall<AllocateProducerIdsRequestData, AllocateProducerIdsResponseData> call) {
    controller.allocateProducerIds(
        Request.change(TIMEOUT_MS),
        call.request().brokerId(),
        call.request().brokerEpoch(),
        call.later(outcome -> call.reply(answer(outcome))));
  }

  private static AllocateProducerIdsResponseData answer(Outcome<Block> outcome) {
    var answer = new AllocateProducerIdsResponseData();
    return switch (outcome) {
      case Outcome.Done<Block>(Block block) ->
          answer.setProducerIdStart(block.first()).setProducerIdLen(block.count());
      case Outcome.Refused<Block>(var refusal) -> answer.setErrorCode(refusal.error().code());
    };
  }
}
