package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.protocol.ErrorCode;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;

/// InitProducerId for idempotent producers: an id that nobody else ever has, at epoch 0.
///
/// A producer that comes with an id gets a new one: nothing is kept about it from which its epoch
/// could be raised. A transactional id is refused, because there are no transactions yet.
public final class InitProducerIdHandler
    implements ApiHandler<InitProducerIdRequestData, InitProducerIdResponseData> {
  private static final long NO_PRODUCER_ID = -1;
  private static final short NO_EPOCH = -1;

  private final ProducerIdPool pool;

  public InitProducerIdHandler(ProducerIdPool pool) {
    this.pool = pool;
  }

  @Override
  public void handle(ApiCall<InitProducerIdRequestData, InitProducerIdResponseData> call) {
    ErrorCode error = errorOf(call.request());
    if (error != ErrorCode.NONE) {
      call.reply(refusal(error));
      return;
    }
    pool.next(
        call.<Long>later(producerId ->
            call.reply(
                new InitProducerIdResponseData()
                    .setProducerId(producerId)
                    .setProducerEpoch((short) 0)))
            ::accept,
        call.later(refused -> call.reply(refusal(refused))));
  }

  private static ErrorCode errorOf(InitProducerIdRequestData request) {
    boolean hasId = request.producerId() != NO_PRODUCER_ID;
    boolean hasEpoch = request.producerEpoch() != NO_EPOCH;
    if (hasId != hasEpoch) {
      return ErrorCode.INVALID_REQUEST;
    }
    String transactionalId = request.transactionalId();
    if (transactionalId == null) {
      return ErrorCode.NONE;
    }
    return transactionalId.isEmpty() ? ErrorCode.INVALID_REQUEST : ErrorCode.UNSUPPORTED_VERSION;
  }

  private static InitProducerIdResponseData refusal(ErrorCode error) {
    return new InitProducerIdResponseData()
        .setErrorCode(error.code())
        .setProducerId(NO_PRODUCER_ID)
        .setProducerEpoch(NO_EPOCH);
  }
}
