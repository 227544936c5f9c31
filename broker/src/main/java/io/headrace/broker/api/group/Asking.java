package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.coordinator.Caller;
import io.headrace.protocol.ErrorCode;
import java.util.function.Consumer;

/// A question to the coordinator, and what a handler makes of its outcome.
record Asking<A>(Consumer<A> onAnswer, Consumer<ErrorCode> onRefusal) implements Caller<A> {

  /// A question for a call: it alone is hurt by what the consumers throw.
  static <A> Asking<A> of(ApiCall<?, ?> call, Consumer<A> onAnswer, Consumer<ErrorCode> onRefusal) {
    return new Asking<>(call.later(onAnswer), call.later(onRefusal));
  }

  @Override
  public void answer(A answer) {
    onAnswer.accept(answer);
  }

  @Override
  public void refuse(ErrorCode error) {
    onRefusal.accept(error);
  }
}
