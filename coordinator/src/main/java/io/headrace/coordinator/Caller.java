package io.headrace.coordinator;

import io.headrace.protocol.ErrorCode;

/// Who waits for the answer to one question. Exactly one of the two is called, once.
public interface Caller<A> {

  void answer(A answer);

  /// Nothing but an error to say.
  void refuse(ErrorCode error);
}
