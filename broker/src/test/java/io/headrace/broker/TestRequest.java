package io.headrace.broker;

import io.headrace.network.ConnectionId;
import io.headrace.network.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.jspecify.annotations.Nullable;

/// A request that keeps what it was answered.
class TestRequest implements Request {

  private final ByteBuffer frame;
  private final ApiKeys apiKey;
  private final String listener;
  private final ConnectionId connection;
  private boolean done;
  private @Nullable ByteBuffer answer;
  private @Nullable String closed;
  private boolean postponed;
  private boolean hasRoom;

  TestRequest(ByteBuffer frame, ApiKeys apiKey) {
    this(frame, apiKey, "PLAINTEXT", 1);
  }

  TestRequest(ByteBuffer frame, ApiKeys apiKey, String listener, long connection) {
    this.frame = frame;
    this.apiKey = apiKey;
    this.listener = listener;
    this.connection = new ConnectionId(connection);
  }

  boolean isDone() {
    return done;
  }

  /// Why the connection was closed; null if it was not.
  @Nullable String closed() {
    return closed;
  }

  boolean hasAnswer() {
    return answer != null;
  }

  <A extends ApiMessage> A read(A message, short version) {
    if (answer == null) {
      throw new IllegalStateException("no answer; closed: " + closed);
    }
    var in = new ByteBufferAccessor(answer.duplicate());
    new ResponseHeaderData().read(in, apiKey.responseHeaderVersion(version));
    message.read(in, version);
    return message;
  }

  @Override
  public ConnectionId connection() {
    return connection;
  }

  @Override
  public InetAddress clientAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public String listener() {
    return listener;
  }

  @Override
  public ByteBuffer frame() {
    return frame;
  }

  @Override
  public void respond(List<Part> parts) {
    finish();
    var bytes = new ByteArrayOutputStream();
    for (Part part : parts) {
      ByteBuffer piece =
          switch (part) {
            case Part.Bytes it -> it.bytes().duplicate();
            case Part.File it -> read(it);
          };
      byte[] array = new byte[piece.remaining()];
      piece.get(array);
      bytes.writeBytes(array);
    }
    answer = ByteBuffer.wrap(bytes.toByteArray());
  }

  private static ByteBuffer read(Part.File file) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(file.slice().length());
      file.slice().read(bytes, 0);
      file.slice().release();
      return bytes.flip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void respondNothing() {
    finish();
  }

  @Override
  public void close(String reason) {
    finish();
    closed = reason;
  }

  @Override
  public Runnable postpone() {
    postponed = true;
    return () -> hasRoom = true;
  }

  /// Whether it was given back, to be delivered again when there is room.
  boolean isPostponed() {
    return postponed;
  }

  /// Whether a postponed request may come again.
  boolean mayComeAgain() {
    return hasRoom;
  }

  private void finish() {
    if (done) {
      throw new IllegalStateException("answered twice");
    }
    done = true;
  }
}
