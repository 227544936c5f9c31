package io.headrace.broker.api;

import java.net.InetAddress;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiMessage;

/// One request on its way through a handler.
public interface ApiCall<Q extends ApiMessage, A extends ApiMessage> {

  Q request();

  short version();

  /// As the client calls itself; empty if it does not say.
  String clientId();

  /// The connection it came by: a number that no other connection of this process has.
  long connection();

  InetAddress clientAddress();

  /// The listener it came in by: answers name the brokers' endpoints of the same listener.
  String listener();

  /// Wraps what completes this request after the handler has returned, so that what it throws costs
  /// this connection, as in the handler itself.
  <T> Consumer<T> later(Consumer<T> completion);

  /// Answers; exactly once.
  void reply(A answer);
}
