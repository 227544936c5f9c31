package io.headrace.network;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request and its place in the queue of its connection's answers.
///
/// ```
/// waiting ──respond──▶ answered        leaves when all before it have left
///    ├──respondNothing──▶ answered, with no parts
///    ├──close──▶ closing               closes the connection when all before it have left
///    └──postpone──▶ postponed          leaves the queue; the frame is delivered again
/// ```
///
/// Runs on: the reactor.
final class Slot implements Request {

  private final Connection owner;
  private final ByteBuffer frame;
  private final int frameBytes;
  private @Nullable List<Part> parts;
  private @Nullable String closeReason;
  private boolean postponed;

  Slot(Connection owner, ByteBuffer frame) {
    this.owner = owner;
    this.frame = frame;
    this.frameBytes = frame.remaining();
  }

  @Override
  public ConnectionId connection() {
    return owner.id();
  }

  @Override
  public InetAddress clientAddress() {
    return owner.address();
  }

  @Override
  public String listener() {
    return owner.listener();
  }

  @Override
  public ByteBuffer frame() {
    return frame;
  }

  @Override
  public void respond(List<Part> answer) {
    settle(answer);
  }

  @Override
  public void respondNothing() {
    settle(List.of());
  }

  @Override
  public void close(String reason) {
    closeReason = reason;
    settle(List.of());
  }

  @Override
  public Runnable postpone() {
    if (parts != null || postponed) {
      throw new IllegalStateException("a request that is answered cannot be postponed");
    }
    postponed = true;
    return owner::onRoom;
  }

  boolean isPostponed() {
    return postponed;
  }

  private void settle(List<Part> answer) {
    if (parts != null || postponed) {
      throw new IllegalStateException("a request is answered once");
    }
    parts = answer;
    owner.onAnswered(this);
  }

  boolean isSettled() {
    return parts != null;
  }

  /// What to send; empty for no answer.
  List<Part> parts() {
    return parts == null ? List.of() : parts;
  }

  /// Why the connection is to be closed in this place; null if it is not.
  @Nullable String closeReason() {
    return closeReason;
  }

  int frameBytes() {
    return frameBytes;
  }

  /// Memory that the answer takes until it is sent.
  int answerMemory() {
    int total = 0;
    for (Part part : parts()) {
      if (part instanceof Part.Bytes(ByteBuffer bytes)) {
        total += bytes.remaining();
      }
    }
    return total;
  }

  /// The answer will not be sent.
  void drop() {
    AnswerWriter.release(parts());
  }
}
