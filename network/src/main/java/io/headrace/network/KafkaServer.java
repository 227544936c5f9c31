package io.headrace.network;

import io.headrace.runtime.Peers;
import io.headrace.runtime.system.SystemClock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FileRegion;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/// The Kafka ports of a node: its listeners, and the connections that came in by them.
///
/// Opened and closed by any thread but the reactor; everything between runs on the reactor.
public final class KafkaServer implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final long MAX_SWEEP_MS = 1_000;

  /// Above the high mark of unsent bytes, a connection is not read until it is below the low one.
  private static final WriteBufferWaterMark UNSENT_BYTES =
      new WriteBufferWaterMark(256 << 10, 1 << 20);

  private final EventLoop loop;
  private final Serving serving;
  private final List<Channel> ports = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private long lastConnection;

  private KafkaServer(EventLoop loop, Serving serving) {
    this.loop = loop;
    this.serving = serving;
  }

  /// Listens at all of `listeners`. Who connects waits there until [#accept]; then its requests
  /// reach `receiver`.
  ///
  /// @throws IOException if one of them cannot be bound; then none is
  public static KafkaServer open(
      EventLoop loop, List<Listener> listeners, NetworkLimits limits, RequestReceiver receiver)
      throws IOException {
    return open(
        loop, listeners, limits, receiver, LoggerFactory.getLogger(KafkaServer.class)::warn);
  }

  static KafkaServer open(
      EventLoop loop,
      List<Listener> listeners,
      NetworkLimits limits,
      RequestReceiver receiver,
      Consumer<String> log)
      throws IOException {
    var clock = new SystemClock();
    var complaints = new Complaints(clock, log);
    var server =
        new KafkaServer(
            loop, new Serving(loop, clock, limits, receiver, complaints, newAllocator()));
    try {
      for (Listener listener : listeners) {
        server.bind(listener);
      }
    } catch (IOException e) {
      server.close();
      throw e;
    }
    server.sweepLater();
    return server;
  }

  /// Lets in those who wait and those who come. A client that was quicker than the start of its
  /// node is answered now; turned away, it would sleep before it tries again.
  public void accept() {
    for (Channel port : ports) {
      port.config().setAutoRead(true);
    }
  }

  /// Lets in those who come by one listener.
  public void accept(String listener) {
    for (int i = 0; i < listeners.size(); i++) {
      if (listeners.get(i).name().equals(listener)) {
        ports.get(i).config().setAutoRead(true);
      }
    }
  }

  /// Lines to other nodes, on the same loop; closed with this server.
  public Peers peers() {
    return new PeerLines(serving, loop.hasNativeSockets());
  }

  /// The listeners with the ports they really have.
  public List<Listener> listeners() {
    return List.copyOf(listeners);
  }

  @Override
  public void close() {
    for (Channel port : ports) {
      port.close().syncUninterruptibly();
    }
    if (!loop.sockets().isShuttingDown()) {
      loop.sockets()
          .submit(() -> {
            serving.connections().closeAll();
            serving.close();
          })
          .syncUninterruptibly();
    }
  }

  /// Memory of unfinished requests, in bytes. On the reactor.
  long unreadBytes() {
    return serving.budget().used();
  }

  /// One arena, since one thread allocates; small chunks, since an idle node should be small; the
  /// heap is not pooled, since sockets take direct buffers only.
  private static ByteBufAllocator newAllocator() {
    int pageBytes = 8 << 10;
    int chunkOrder = 8; // 2 MiB
    return new PooledByteBufAllocator(true, 0, 1, pageBytes, chunkOrder, 64, 16, false);
  }

  private void bind(Listener listener) throws IOException {
    Class<? extends ServerChannel> type =
        loop.hasNativeSockets() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    var bootstrap =
        new ServerBootstrap()
            .group(loop.sockets())
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOCATOR, serving.allocator())
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
            .childOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, () -> KafkaServer::bytesOf)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(listener, channel);
                  }
                });
    InetSocketAddress address =
        listener.host().isEmpty()
            ? new InetSocketAddress(listener.port())
            : new InetSocketAddress(listener.host(), listener.port());
    if (address.isUnresolved()) {
      throw new IOException("listener " + listener.name() + ": unknown host " + listener.host());
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (bound.cause() != null) {
      throw new IOException(
          "listener " + listener.name() + " at " + address + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    ports.add(bound.channel());
    int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    listeners.add(new Listener(listener.name(), listener.host(), port, listener.maxConnections()));
  }

  /// A region of a file counts as what it brings to the socket, though it takes no memory.
  private static int bytesOf(Object message) {
    return switch (message) {
      case FileRegion region -> (int) Math.min(region.count(), Integer.MAX_VALUE);
      case io.netty.buffer.ByteBuf bytes -> bytes.readableBytes();
      default -> 0;
    };
  }

  private void accept(Listener listener, Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      var _ = channel.close(); // gone already
      return;
    }
    InetAddress address = remote.getAddress();
    var id = new ConnectionId(++lastConnection);
    var connection = new Connection(id, listener.name(), address, channel, serving);
    if (!serving.connections().admit(connection, listener.maxConnections())) {
      var _ = channel.close();
      return;
    }
    channel.config().setRecvByteBufAllocator(new ReceiveTargets(connection));
    channel.pipeline().addLast(connection);
  }

  /// Deadlines are looked at from time to time, so that reading and answering need not touch a
  /// timer.
  private void sweepLater() {
    NetworkLimits limits = serving.limits();
    long shortest =
        Math.min(
            Math.min(limits.firstRequestTimeoutMs(), limits.requestTimeoutMs()),
            limits.maxIdleMs());
    long periodMs = Math.max(1, Math.min(MAX_SWEEP_MS, shortest / 4));
    loop.after(
        TimeUnit.MILLISECONDS.toNanos(periodMs),
        () -> {
          if (ports.stream().anyMatch(Channel::isOpen)) {
            serving.sweep();
            sweepLater();
          }
        });
  }
}
