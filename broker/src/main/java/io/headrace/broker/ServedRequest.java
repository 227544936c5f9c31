package io.headrace.broker;

import io.headrace.broker.api.AnswerPart;
import io.headrace.broker.api.FrameCall;
import io.headrace.broker.api.FrameHandler;
import io.headrace.network.Request;
import io.headrace.protocol.RequestHeader;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A request in the hands of its handler, for which memory was set aside until it is answered.
///
/// ```
///  OPEN ──reply, replyNothing, close──> DONE
///   └───────the handler threw─────────> FAILED   (answers that come later are dropped)
/// ```
///
/// A mistake in a handler costs the connection that found it, not the node (promise 6). An
/// [IllegalStateException] is different: so rooms that decide say that their own state is broken,
/// and it goes up to stop the process, as errors do. See `docs/decisions/0004`.
///
/// Runs on: the reactor.
final class ServedRequest implements FrameCall {

  private enum Stage {
    OPEN,
    DONE,
    FAILED
  }

  private final RequestHeader header;
  private final Request request;
  private final RequestMemory memory;
  private long reservedBytes;
  private final Mistakes mistakes;
  private Stage stage = Stage.OPEN;

  /// @param reservedBytes what was reserved of `memory`; given back with the answer
  ServedRequest(
      RequestHeader header,
      Request request,
      RequestMemory memory,
      long reservedBytes,
      Mistakes mistakes) {
    this.header = header;
    this.request = request;
    this.memory = memory;
    this.reservedBytes = reservedBytes;
    this.mistakes = mistakes;
  }

  void serveBy(FrameHandler handler) {
    try {
      handler.handle(this);
    } catch (IllegalStateException broken) {
      throw broken;
    } catch (RuntimeException mistake) {
      fail(mistake);
    }
  }

  /// The handler has returned: if the request waits, it keeps only so much of its memory.
  void keepWhileParked(long bytes) {
    if (stage == Stage.OPEN && bytes < reservedBytes) {
      memory.release(reservedBytes - bytes);
      reservedBytes = bytes;
    }
  }

  @Override
  public <T> Consumer<T> later(Consumer<T> completion) {
    return outcome -> {
      try {
        completion.accept(outcome);
      } catch (IllegalStateException broken) {
        throw broken;
      } catch (RuntimeException mistake) {
        fail(mistake);
      }
    };
  }

  private void fail(RuntimeException mistake) {
    mistakes.onMistake(header, mistake);
    if (stage == Stage.OPEN) {
      stage = Stage.FAILED;
      memory.release(reservedBytes);
      request.close("a mistake of the broker: " + mistake);
    }
  }

  /// Whether the request is still to be answered; it is not from now on.
  private boolean finish() {
    if (stage == Stage.DONE) {
      throw new IllegalStateException(header.apiKey() + " is answered twice");
    }
    if (stage == Stage.FAILED) {
      return false;
    }
    stage = Stage.DONE;
    memory.release(reservedBytes);
    return true;
  }

  @Override
  public RequestHeader header() {
    return header;
  }

  @Override
  public ByteBuffer frame() {
    return request.frame();
  }

  @Override
  public InetAddress clientAddress() {
    return request.clientAddress();
  }

  @Override
  public long connection() {
    return request.connection().value();
  }

  @Override
  public String listener() {
    return request.listener();
  }

  @Override
  public void reply(List<AnswerPart> parts) {
    boolean open = finish();
    var toSend = new ArrayList<Request.Part>(parts.size());
    for (AnswerPart part : parts) {
      switch (part) {
        case AnswerPart.Bytes bytes -> toSend.add(new Request.Part.Bytes(bytes.bytes()));
        case AnswerPart.File file when open -> toSend.add(new Request.Part.File(file.slice()));
        case AnswerPart.File file -> file.slice().release();
      }
    }
    if (open) {
      request.respond(toSend);
    }
  }

  @Override
  public void replyNothing() {
    if (finish()) {
      request.respondNothing();
    }
  }

  @Override
  public void close(String reason) {
    if (finish()) {
      request.close(reason);
    }
  }
}
