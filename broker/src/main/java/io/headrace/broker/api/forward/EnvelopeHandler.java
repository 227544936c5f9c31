package io.headrace.broker.api.forward;

import io.headrace.broker.api.AnswerPart;
import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.broker.api.ApiRow;
import io.headrace.broker.api.FrameCall;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.EnvelopeFields;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.RequestHeader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.message.EnvelopeRequestData;
import org.apache.kafka.common.message.EnvelopeResponseData;
import org.jspecify.annotations.Nullable;

/// Envelope: a request that a client sent to another node, for the active controller to serve
/// (KIP-590). Only on the listener between nodes.
public final class EnvelopeHandler
    implements ApiHandler<EnvelopeRequestData, EnvelopeResponseData> {

  private final BooleanSupplier active;
  private final LongSupplier knownOffset;
  private final Function<ApiKey, @Nullable ApiRow> served;

  /// @param active whether this node is the active controller
  /// @param knownOffset of the last metadata that this node knows: answers are true from there on
  /// @param served what may come in an envelope
  public EnvelopeHandler(
      BooleanSupplier active, LongSupplier knownOffset, Function<ApiKey, @Nullable ApiRow> served) {
    this.active = active;
    this.knownOffset = knownOffset;
    this.served = served;
  }

  @Override
  public void handle(ApiCall<EnvelopeRequestData, EnvelopeResponseData> call) {
    if (!active.getAsBoolean()) {
      refuse(call, ErrorCode.NOT_CONTROLLER);
      return;
    }
    ByteBuffer inner = call.request().requestData();
    if (!(RequestHeader.decode(inner) instanceof RequestHeader.Outcome.Known(var header))) {
      refuse(call, ErrorCode.INVALID_REQUEST);
      return;
    }
    ApiRow row = served.apply(header.apiKey());
    if (row == null || !row.serves(header.version())) {
      refuse(call, ErrorCode.UNSUPPORTED_VERSION);
      return;
    }
    InetAddress client;
    try {
      client = InetAddress.getByAddress(call.request().clientHostAddress());
    } catch (UnknownHostException _) {
      refuse(call, ErrorCode.INVALID_REQUEST);
      return;
    }
    row.handler().handle(new Inner(call, header, inner, client, knownOffset));
  }

  private static void refuse(
      ApiCall<EnvelopeRequestData, EnvelopeResponseData> call, ErrorCode error) {
    call.reply(new EnvelopeResponseData().setResponseData(null).setErrorCode(error.code()));
  }

  /// The request in the envelope.
  private record Inner(
      ApiCall<EnvelopeRequestData, EnvelopeResponseData> outer,
      RequestHeader header,
      ByteBuffer frame,
      InetAddress clientAddress,
      LongSupplier knownOffset)
      implements FrameCall {

    /// What is forwarded keeps nothing by connection.
    @Override
    public long connection() {
      return -1;
    }

    @Override
    public String listener() {
      return outer.listener();
    }

    @Override
    public <T> Consumer<T> later(Consumer<T> completion) {
      return outer.later(completion);
    }

    @Override
    public void reply(List<AnswerPart> parts) {
      int size = 0;
      for (AnswerPart part : parts) {
        size += bytesOf(part).remaining();
      }
      ByteBuffer whole = ByteBuffer.allocate(size);
      parts.forEach(part -> whole.put(bytesOf(part).duplicate()));
      outer.reply(
          EnvelopeFields.putOffset(
              new EnvelopeResponseData().setResponseData(whole.flip()), knownOffset.getAsLong()));
    }

    private static ByteBuffer bytesOf(AnswerPart part) {
      return switch (part) {
        case AnswerPart.Bytes bytes -> bytes.bytes();
        case AnswerPart.File _ -> throw new IllegalArgumentException("records are not forwarded");
      };
    }

    @Override
    public void replyNothing() {
      refuse(outer, ErrorCode.INVALID_REQUEST);
    }

    @Override
    public void close(String reason) {
      refuse(outer, ErrorCode.INVALID_REQUEST);
    }
  }
}
