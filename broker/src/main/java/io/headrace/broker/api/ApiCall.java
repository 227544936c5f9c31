package io.headrace.broker.api;

import java.net.InetAddress;
import org.apache.kafka.common.protocol.ApiMessage;

/// One request on its way through a handler.
public interface ApiCall<Q extends ApiMessage, A extends ApiMessage> {

  Q request();

  short version();

  /// As the client calls itself; empty if it does not say.
  String clientId();

  InetAddress clientAddress();

  /// The listener it came in by: answers name the brokers' endpoints of the same listener.
  String listener();

  /// Answers; exactly once.
  void reply(A answer);
}
