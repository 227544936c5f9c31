package io.headrace.network;

import io.headrace.network.Complaints.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/// One client's connection: delivers its requests and sends the answers in the order of arrival.
///
/// It is read as long as its client takes its answers and the broker takes its requests: when too
/// many requests or answer bytes are under way, or a request was postponed, what has been read
/// waits here and the rest in the client.
///
/// Runs on: the reactor.
final class Connection extends ChannelInboundHandlerAdapter implements Reading {

  private final ConnectionId id;
  private final String listener;
  private final InetAddress address;
  private final Channel channel;
  private final Serving serving;
  private final FrameReader reader;
  private final AnswerQueue answers;
  private final ConnectionDeadlines deadlines;
  private final Runnable resume = this::resume;

  private boolean closed;
  private boolean stopping;
  private boolean proven;
  private boolean reading = true;
  private boolean starved;
  private boolean postponed;
  private boolean flushPending;
  private boolean resumePending;

  Connection(
      ConnectionId id, String listener, InetAddress address, Channel channel, Serving serving) {
    this.id = id;
    this.listener = listener;
    this.address = address;
    this.channel = channel;
    this.serving = serving;
    this.reader = serving.newFrameReader();
    this.answers =
        new AnswerQueue(serving.limits().maxRequestsInFlight(), serving.allocator(), channel);
    this.deadlines = new ConnectionDeadlines(serving);
  }

  ConnectionId id() {
    return id;
  }

  String listener() {
    return listener;
  }

  InetAddress address() {
    return address;
  }

  @Override
  public FrameReader reader() {
    return reader;
  }

  /// Whether it has ever brought a whole request.
  boolean isProven() {
    return proven;
  }

  int heldBytes() {
    return reader.ownBytes();
  }

  @Override
  public boolean isReading() {
    return reading && !closed;
  }

  // hot: SocketBenchmark
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf target = (ByteBuf) message;
    try {
      if (!closed) {
        deadlines.onRead();
        reader.onRead(target);
        deliver();
      }
    } finally {
      target.release();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!reading && channel.isWritable()) {
      resumeSoon();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closeQuietly();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      closeQuietly();
    } else {
      close(Kind.BROKEN, cause.toString());
    }
  }

  /// A slot has its answer.
  void onAnswered(Slot slot) {
    assert serving.loop().isCurrent();
    if (closed) {
      slot.drop();
      return;
    }
    stopping |= slot.closeReason() != null;
    if (answers.onSettled(slot) && !flushPending) {
      flushPending = true;
      serving.flushAfterTurn(this);
    }
  }

  /// Sends the answers whose turn it is.
  void flush() {
    flushPending = false;
    if (closed) {
      return;
    }
    try {
      String closeReason = answers.flush();
      if (closeReason != null) {
        close(Kind.REFUSED_REQUEST, closeReason);
        return;
      }
    } catch (IOException e) {
      close(Kind.BROKEN, e.toString());
      return;
    }
    if (!reading) {
      resumeSoon();
    }
  }

  void close(Kind kind, String why) {
    if (!closed) {
      serving.complaints().say(kind, this, why);
      closeQuietly();
    }
  }

  void closeQuietly() {
    if (closed) {
      return;
    }
    closed = true;
    serving.connections().remove(this);
    reader.free();
    answers.drop();
    var _ = channel.close();
    try {
      serving.receiver().onClosed(id);
    } catch (Throwable mistake) { // as for requests
      serving.loop().onMistake(mistake);
    }
  }

  void closeIfOverdue(long nowNs) {
    String tooSlow = deadlines.tooSlow(nowNs, proven, reader.unreadBytes());
    if (tooSlow != null) {
      close(Kind.TOO_SLOW, tooSlow);
      return;
    }
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    long unsentBytes = unsent == null ? 0 : unsent.totalPendingWriteBytes();
    if (deadlines.isIdle(nowNs, unsentBytes, !answers.isEmpty())) {
      closeQuietly();
    }
  }

  private void deliver() {
    boolean delivered = false;
    while (mayDeliver()) {
      ByteBuffer frame = reader.next();
      if (frame == null) {
        break;
      }
      delivered = true;
      proven = true;
      Slot slot = new Slot(this, frame);
      answers.add(slot);
      try {
        serving.receiver().onRequest(slot);
      } catch (Throwable mistake) { // bad input is answered by the receiver; this is our own fault
        serving.loop().onMistake(mistake);
      }
      if (slot.isPostponed() && !closed) {
        postponed = true;
        answers.takeBack(slot);
        reader.putBack(frame);
      }
    }
    if (closed) {
      return;
    }
    Integer badLength = reader.badLength();
    if (badLength != null) {
      flush();
      refuseLength(badLength);
      return;
    }
    keepRest(delivered);
  }

  private void keepRest(boolean delivered) {
    boolean room = reader.keepRest();
    if (!room && !starved) {
      serving.connections().dropLargestStranger(this);
      serving.budget().await(this::onBudget);
    }
    starved = !room;
    boolean mayDeliver = mayDeliver();
    boolean partOfNextIsHere = mayDeliver && reader.unreadBytes() > 0;
    if (delivered) {
      deadlines.onDelivered(partOfNextIsHere);
    } else {
      deadlines.onNothingDelivered(partOfNextIsHere);
    }
    boolean wanted = mayDeliver && !starved;
    if (wanted != reading) {
      reading = wanted;
      channel.config().setAutoRead(wanted);
    }
  }

  private void onBudget() {
    starved = false;
    resumeSoon();
  }

  /// There is room for the request that was postponed.
  void onRoom() {
    postponed = false;
    resumeSoon();
  }

  private boolean mayDeliver() {
    return !closed && !stopping && !postponed && answers.hasRoom();
  }

  private void resumeSoon() {
    if (!resumePending && !starved && mayDeliver()) {
      resumePending = true;
      serving.loop().execute(resume);
    }
  }

  private void resume() {
    resumePending = false;
    if (!closed) {
      deliver();
    }
  }

  private void refuseLength(int length) {
    String protocol = proven ? null : WrongProtocol.named(length);
    if (protocol != null) {
      close(Kind.WRONG_PROTOCOL, protocol);
    } else {
      close(
          Kind.BAD_LENGTH,
          "a request of "
              + length
              + " bytes was announced; allowed are 1 to "
              + serving.limits().maxRequestBytes());
    }
  }
}
