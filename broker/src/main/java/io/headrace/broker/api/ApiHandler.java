package io.headrace.broker.api;

import org.apache.kafka.common.protocol.ApiMessage;

/// Serves one Kafka API. `Q` and `A` are its generated request and response messages.
///
/// Runs on: the reactor. It answers through [ApiCall#reply], in this call or later; it never
/// blocks. The few hot APIs (Produce, Fetch) have a form of their own.
@FunctionalInterface
public interface ApiHandler<Q extends ApiMessage, A extends ApiMessage> {

  void handle(ApiCall<Q, A> call);
}
