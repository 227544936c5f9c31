package io.headrace.network;

import io.headrace.runtime.Peers.Answer;
import io.headrace.runtime.Timers.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One connection to another node, from before it is made until it is gone.
///
/// ```
///  connecting ──> open ──> closed
///      └─────────────────────^      requests that have no answer then are lost
/// ```
///
/// Runs on: the reactor.
final class PeerConnection extends ChannelInboundHandlerAdapter implements Reading {

  private static final int LENGTH_BYTES = 4;

  private record UnderWay(Answer answer, Timer timer) {}

  private final Serving serving;
  private final FrameReader reader;
  private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
  private final List<ByteBuffer> unsent = new ArrayList<>();
  private @Nullable Channel channel;
  private boolean connected;
  private boolean closed;

  PeerConnection(Serving serving) {
    this.serving = serving;
    this.reader = serving.newAnswerReader();
    serving.onPeerMade(this);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public FrameReader reader() {
    return reader;
  }

  @Override
  public boolean isReading() {
    return !closed;
  }

  /// @param timer cancelled when the answer is there or lost
  void send(ByteBuffer frame, Answer answer, Timer timer) {
    underWay.add(new UnderWay(answer, timer));
    if (connected) {
      write(frame);
    } else {
      unsent.add(frame);
    }
  }

  void onChannel(Channel made) {
    channel = made;
  }

  void onConnected() {
    connected = true;
    unsent.forEach(this::write);
    unsent.clear();
  }

  private void write(ByteBuffer frame) {
    Channel open = channel;
    if (open == null || closed) {
      return;
    }
    ByteBuf length = serving.allocator().directBuffer(LENGTH_BYTES).writeInt(frame.remaining());
    var _ = open.write(length);
    open.writeAndFlush(Unpooled.wrappedBuffer(frame))
        .addListener(written -> {
          if (!written.isSuccess()) {
            close(String.valueOf(written.cause()));
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf target = (ByteBuf) message;
    try {
      if (!closed) {
        reader.onRead(target);
        deliver();
      }
    } finally {
      target.release();
    }
  }

  private void deliver() {
    for (ByteBuffer frame = reader.next(); frame != null && !closed; frame = reader.next()) {
      UnderWay asked = underWay.poll();
      if (asked == null) {
        close("an answer that nobody asked for");
        return;
      }
      asked.timer().cancel();
      try {
        asked.answer().onAnswer(frame);
      } catch (Throwable mistake) { // bad answers are no mistake; this is our own fault
        serving.loop().onMistake(mistake);
      }
    }
    if (!closed && reader.badLength() != null) {
      close("an answer of " + reader.badLength() + " bytes was announced");
    } else if (!closed) {
      reader.keepRest();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    close("the connection was closed by the other side");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close(String.valueOf(cause.getMessage()));
  }

  void close(String why) {
    close(new IOException(why));
  }

  /// What is under way is lost; who asked hears of it in a later item of the mailbox.
  void close(IOException cause) {
    if (closed) {
      return;
    }
    closed = true;
    serving.onPeerClosed(this);
    reader.free();
    if (channel != null) {
      var _ = channel.close();
    }
    List<UnderWay> lost = List.copyOf(underWay);
    underWay.clear();
    unsent.clear();
    lost.forEach(each -> each.timer().cancel());
    if (!lost.isEmpty()) {
      serving.loop().execute(() -> lost.forEach(each -> each.answer().onLost(cause)));
    }
  }
}
