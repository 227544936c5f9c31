package io.headrace.broker.api;

import io.headrace.protocol.Decoding;
import io.headrace.protocol.RequestDecoder;
import io.headrace.protocol.RequestHeader;
import io.headrace.protocol.ResponseEncoder;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiMessage;

/// Decodes a frame for the handler of its API, and encodes the answer.
final class MessageApi<Q extends ApiMessage, A extends ApiMessage> implements FrameHandler {

  private final ApiHandler<Q, A> handler;
  private final RequestDecoder decoder = new RequestDecoder();

  MessageApi(ApiHandler<Q, A> handler) {
    this.handler = handler;
  }

  @Override
  public void handle(FrameCall call) {
    switch (decoder.decode(call.header(), call.frame())) {
      case Decoding.Malformed<ApiMessage> malformed -> call.close(malformed.reason());
      case Decoding.Decoded<ApiMessage> decoded -> {
        @SuppressWarnings("unchecked") // the table has a handler of this API's messages
        Q message = (Q) decoded.value();
        handler.handle(new Call<>(call.header(), call, message));
      }
    }
  }

  private record Call<Q extends ApiMessage, A extends ApiMessage>(
      RequestHeader header, FrameCall frame, Q request) implements ApiCall<Q, A> {

    @Override
    public short version() {
      return header.version();
    }

    @Override
    public String clientId() {
      String clientId = header.clientId();
      return clientId == null ? "" : clientId;
    }

    @Override
    public long connection() {
      return frame.connection();
    }

    @Override
    public InetAddress clientAddress() {
      return frame.clientAddress();
    }

    @Override
    public String listener() {
      return frame.listener();
    }

    @Override
    public <T> Consumer<T> later(Consumer<T> completion) {
      return frame.later(completion);
    }

    @Override
    public void reply(A answer) {
      ByteBuffer bytes;
      try {
        bytes = ResponseEncoder.encode(header, answer);
      } catch (RuntimeException e) {
        frame.close("no answer in %s version %d: %s".formatted(header.apiKey(), version(), e));
        return;
      }
      frame.reply(List.of(new AnswerPart.Bytes(bytes)));
    }
  }
}
