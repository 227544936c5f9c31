package io.headrace.network;

import io.headrace.runtime.NobodyThereException;
import io.headrace.runtime.Peers.Answer;
import io.headrace.runtime.Peers.Peer;
import io.headrace.runtime.Timers.Timer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A line to one node: its connection while there is one, and how to make the next.
///
/// Runs on: the reactor. A name is looked up on a thread of its own, since that may take seconds.
final class PeerLine implements Peer {

  private final Serving serving;
  private final boolean nativeSockets;
  private final String host;
  private final int port;
  private @Nullable PeerConnection connection;
  private boolean closed;

  PeerLine(Serving serving, boolean nativeSockets, String host, int port) {
    this.serving = serving;
    this.nativeSockets = nativeSockets;
    this.host = host;
    this.port = port;
  }

  @Override
  public void send(ByteBuffer frame, long timeoutNs, Answer answer) {
    if (closed) {
      serving.loop().execute(() -> answer.onLost(new IOException("the line is closed")));
      return;
    }
    PeerConnection open = connection;
    if (open == null || open.isClosed()) {
      open = new PeerConnection(serving);
      connection = open;
      connect(open);
    }
    PeerConnection carrier = open;
    Timer timer =
        serving
            .loop()
            .after(
                timeoutNs,
                () ->
                    carrier.close(
                        "no answer from %s:%d in %d ms"
                            .formatted(host, port, timeoutNs / 1_000_000)));
    open.send(frame, answer, timer);
  }

  @Override
  public void close() {
    closed = true;
    if (connection != null) {
      connection.close("the line was closed");
    }
  }

  /// A machine that is not there, or not to be reached, says nothing of the process.
  private static IOException asTold(Throwable cause) {
    String why = String.valueOf(cause.getMessage());
    boolean isRefused = cause instanceof ConnectException && why.contains("refused");
    return isRefused ? new NobodyThereException(why) : new IOException(why);
  }

  private void connect(PeerConnection to) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      try {
        connect(to, InetAddress.getByAddress(host, literal));
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e); // its length is that of an address
      }
      return;
    }
    Thread.ofVirtual()
        .name("look-up-" + host)
        .start(() -> {
          try {
            InetAddress address = InetAddress.getByName(host);
            serving.loop().execute(() -> connect(to, address));
          } catch (UnknownHostException _) {
            serving.loop().execute(() -> to.close("unknown host " + host));
          }
        });
  }

  private void connect(PeerConnection to, InetAddress address) {
    if (to.isClosed()) {
      return;
    }
    new Bootstrap()
        .group(serving.loop().sockets())
        .channel(nativeSockets ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.ALLOCATOR, serving.allocator())
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.config().setRecvByteBufAllocator(new ReceiveTargets(to));
                channel.pipeline().addLast(to);
                to.onChannel(channel);
              }
            })
        .connect(new InetSocketAddress(address, port))
        .addListener(connected -> {
          if (connected.isSuccess()) {
            to.onConnected();
          } else {
            to.close(asTold(connected.cause()));
          }
        });
  }
}
