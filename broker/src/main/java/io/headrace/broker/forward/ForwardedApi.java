package io.headrace.broker.forward;

import io.headrace.broker.api.AnswerPart;
import io.headrace.broker.api.ApiRow;
import io.headrace.broker.api.FrameCall;
import io.headrace.broker.api.FrameHandler;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.EnvelopeFields;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.PeerMessages;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.message.EnvelopeRequestData;
import org.apache.kafka.common.message.EnvelopeResponseData;

/// Serves an API where this node is the active controller, and else has the controller serve it:
/// the whole request travels there in an envelope, and its answer back, unchanged (KIP-590), as
/// soon as this node knows what the answer speaks of.
///
/// Runs on: the reactor.
public final class ForwardedApi implements FrameHandler {

  private static final short ENVELOPE_VERSION = 0;

  /// As long as Kafka's brokers try by default (`request.timeout.ms` of their channel).
  private static final long TIMEOUT_NS = 30_000_000_000L;

  private final FrameHandler here;
  private final BooleanSupplier active;
  private final ControllerLine controller;
  private final ImageArrivals arrivals;

  private ForwardedApi(
      FrameHandler here,
      BooleanSupplier active,
      ControllerLine controller,
      ImageArrivals arrivals) {
    this.here = here;
    this.active = active;
    this.controller = controller;
    this.arrivals = arrivals;
  }

  /// The same row, served by the active controller.
  ///
  /// @param active whether this node is it
  public static ApiRow of(
      ApiRow row, BooleanSupplier active, ControllerLine controller, ImageArrivals arrivals) {
    return new ApiRow(
        row.apiKey(),
        row.lowestVersion(),
        row.highestVersion(),
        new ForwardedApi(row.handler(), active, controller, arrivals),
        row.memory());
  }

  @Override
  public void handle(FrameCall call) {
    if (active.getAsBoolean()) {
      here.handle(call);
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(call.frame().remaining());
    copy.put(call.frame().duplicate()).flip();
    var envelope =
        new EnvelopeRequestData()
            .setRequestData(copy)
            .setClientHostAddress(call.clientAddress().getAddress());
    ByteBuffer frame =
        PeerMessages.encode(
            ApiKey.ENVELOPE, ENVELOPE_VERSION, call.header().correlationId(), envelope);
    controller.ask(frame, TIMEOUT_NS, new Handing(call, arrivals));
  }

  private static final class Handing implements ControllerLine.Answered {

    private final FrameCall call;
    private final ImageArrivals arrivals;
    private final Consumer<ByteBuffer> reply;

    Handing(FrameCall call, ImageArrivals arrivals) {
      this.call = call;
      this.arrivals = arrivals;
      this.reply = call.later(answer -> call.reply(List.of(new AnswerPart.Bytes(answer))));
    }

    @Override
    public boolean onAnswer(ByteBuffer frame) {
      var decoded =
          PeerMessages.decode(ApiKey.ENVELOPE, ENVELOPE_VERSION, frame, new EnvelopeResponseData());
      if (!(decoded instanceof Decoding.Decoded<EnvelopeResponseData>(var answer))) {
        call.close("the controller's answer cannot be read");
        return true;
      }
      ErrorCode error = ErrorCode.ofCode(answer.errorCode());
      if (error == ErrorCode.NOT_CONTROLLER) {
        return false;
      }
      ByteBuffer inner = answer.responseData();
      if (error != ErrorCode.NONE || inner == null) {
        call.close("the controller refused the request: " + error);
        return true;
      }
      ByteBuffer copy = ByteBuffer.allocate(inner.remaining());
      copy.put(inner).flip();
      arrivals.await(EnvelopeFields.offset(answer), () -> reply.accept(copy));
      return true;
    }

    @Override
    public void onTimeout(String why) {
      call.close("the controller could not be asked: " + why);
    }
  }
}
