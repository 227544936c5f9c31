package io.headrace.broker.api;

import io.headrace.protocol.RequestHeader;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/// One request on its way through a handler that decodes and encodes by itself, so that records
/// need not be copied.
///
/// Exactly one of [#reply], [#replyNothing] and [#close] is called, once, on the reactor.
public interface FrameCall {

  RequestHeader header();

  /// The whole frame, valid until the end of the turn in which the request came.
  ByteBuffer frame();

  /// The connection it came by: a number that no other connection of this process has.
  long connection();

  InetAddress clientAddress();

  /// The listener it came in by: answers name the brokers' endpoints of the same listener.
  String listener();

  /// Wraps what completes this request after the handler has returned, so that what it throws costs
  /// this connection, as in the handler itself.
  <T> Consumer<T> later(Consumer<T> completion);

  /// Answers: header and body, in parts.
  void reply(List<AnswerPart> parts);

  /// There is no answer (Produce with `acks=0`).
  void replyNothing();

  /// Closes the connection.
  void close(String reason);
}
