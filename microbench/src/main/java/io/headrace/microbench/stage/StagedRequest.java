package io.headrace.microbench.stage;

import io.headrace.network.ConnectionId;
import io.headrace.network.Request;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request without a socket, which may be sent again once it is answered.
public final class StagedRequest implements Request {

  private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

  private final ConnectionId connection;
  private final ByteBuffer frame;
  private @Nullable List<Part> answer;

  /// @param frame is used as it is
  public StagedRequest(long connection, ByteBuffer frame) {
    this.connection = new ConnectionId(connection);
    this.frame = frame;
  }

  /// The answer to what was sent last, which is thereby taken.
  ///
  /// @throws IllegalStateException if there is none
  public List<Part> takeAnswer() {
    List<Part> taken = answer;
    if (taken == null) {
      throw new IllegalStateException("not answered");
    }
    answer = null;
    return taken;
  }

  @Override
  public ConnectionId connection() {
    return connection;
  }

  @Override
  public InetAddress clientAddress() {
    return ADDRESS;
  }

  @Override
  public String listener() {
    return StagedNode.LISTENER;
  }

  @Override
  public ByteBuffer frame() {
    return frame;
  }

  @Override
  public void respond(List<Part> parts) {
    answer = parts;
  }

  @Override
  public void respondNothing() {
    answer = List.of();
  }

  @Override
  public void close(String reason) {
    throw new IllegalStateException("the connection was closed: " + reason);
  }

  @Override
  public Runnable postpone() {
    throw new IllegalStateException("postponed for want of memory");
  }
}
