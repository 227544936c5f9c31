package io.headrace.broker;

import io.headrace.broker.NodePorts.MetadataLogs;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.network.ConnectionId;
import io.headrace.network.EventLoop;
import io.headrace.network.KafkaServer;
import io.headrace.network.Listener;
import io.headrace.network.NetworkLimits;
import io.headrace.network.Request;
import io.headrace.network.RequestReceiver;
import io.headrace.runtime.system.BackgroundThread;
import io.headrace.runtime.system.FileDisk;
import io.headrace.runtime.system.OpenFileLimit;
import io.headrace.runtime.system.SyncThread;
import io.headrace.runtime.system.SystemClock;
import io.headrace.runtime.system.SystemRandom;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A node in the real world: threads, sockets, files.
///
/// ```
///  reactor          one event loop: sockets, decisions, appends, answers
///  sync-<n>         one for each log directory: group commits
///  background       compaction, scrubbing, deletion
/// ```
///
/// Started and closed by any thread but the reactor.
public final class Broker implements AutoCloseable {

  private static final long START_TIMEOUT_S = 600;
  private static final long CLOSE_TIMEOUT_S = 30;
  private static final long LEAVE_TIMEOUT_S = 15;

  private final DirectoryLocks locks;
  private final Consumer<Throwable> onFailure;
  private final EventLoop reactor;
  private final BackgroundThread background;
  private final List<SyncThread> lanes = new ArrayList<>();
  private final Doorkeeper doorkeeper = new Doorkeeper();
  private List<Endpoint> advertised = List.of();
  private @Nullable KafkaServer server;
  private @Nullable Node node;

  private Broker(DirectoryLocks locks, Consumer<Throwable> onFailure) {
    this.locks = locks;
    this.onFailure = onFailure;
    this.reactor = EventLoop.start("reactor", onFailure);
    this.background = new BackgroundThread("background");
  }

  /// Starts a node and waits until it is ready.
  ///
  /// @param onFailure hears why the node cannot go on: its metadata cannot be written, or code of
  ///   ours threw what it may not. It should end the process, because the state that is left cannot
  ///   be trusted.
  /// @throws IOException with one line for the user if it cannot be started; nothing is left
  ///   running then
  public static Broker start(
      NodeConfig config, MetadataLogs metadataLogs, Consumer<Throwable> onFailure)
      throws IOException {
    var broker = new Broker(DirectoryLocks.take(config.storage().logDirs()), onFailure);
    try {
      broker.open(config, metadataLogs);
      return broker;
    } catch (IOException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /// Where clients are told to reach it.
  public List<Endpoint> advertised() {
    return advertised;
  }

  private void open(NodeConfig given, MetadataLogs metadataLogs) throws IOException {
    var listeners = new ArrayList<Listener>();
    given.network().listeners().forEach(each -> listeners.add(listener(each, given)));
    Endpoint betweenNodes = given.quorum().listener();
    if (betweenNodes != null) {
      listeners.add(listener(betweenNodes, given));
    }
    var descriptors =
        FileDescriptors.shared(
            OpenFileLimit.ofThisProcess(),
            given.storage().logDirs().size(),
            given.network().maxConnections());
    KafkaServer opened = listen(listeners, limits(given.network(), descriptors));
    server = opened;
    NodeConfig config = given.withControllerPort(opened.listeners().getLast().port());
    var ports =
        new NodePorts(
            new SystemClock(),
            reactor,
            reactor,
            new FileDisk(),
            this::newLane,
            background,
            new SystemRandom(),
            metadataLogs,
            opened.peers(),
            LogBounds.DEFAULT.withOpenFiles(descriptors.files()));
    advertised = advertised(config.network(), opened.listeners());
    var ready = new CompletableFuture<@Nullable IOException>();
    reactor.execute(() -> {
      try {
        var made = new Node(config, ports, advertised, Runtime.getRuntime().maxMemory() / 4);
        node = made;
        made.start(new Starting(ready, onFailure));
        if (betweenNodes != null) {
          opened.accept(betweenNodes.listener());
        }
      } catch (IOException e) {
        ready.complete(e);
      }
    });
    IOException failure = await(ready, START_TIMEOUT_S);
    if (failure != null) {
      throw failure;
    }
    opened.accept();
  }

  private static Listener listener(Endpoint endpoint, NodeConfig config) {
    return new Listener(
        endpoint.listener(),
        endpoint.host(),
        endpoint.port(),
        config.settings().maxConnections(endpoint.listener()));
  }

  private KafkaServer listen(List<Listener> listeners, NetworkLimits limits) throws IOException {
    try {
      return KafkaServer.open(reactor, listeners, limits, doorkeeper);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Address already in use")) {
        String addresses =
            listeners.stream()
                .map(each -> new Endpoint(each.name(), each.host(), each.port()).toString())
                .collect(Collectors.joining(", "));
        throw new IOException(
            "another process listens on "
                + addresses
                + " already; stop it, or choose another port with --set listeners=…",
            e);
      }
      throw e;
    }
  }

  private SyncThread newLane(Path directory) throws IOException {
    locks.requireHeld(directory);
    var lane = new SyncThread("sync-" + lanes.size(), reactor);
    lanes.add(lane);
    return lane;
  }

  private static NetworkLimits limits(NodeConfig.Network network, FileDescriptors descriptors) {
    NetworkLimits limits =
        NetworkLimits.DEFAULTS
            .withMaxRequestBytes(network.maxRequestBytes())
            .withMaxConnections(descriptors.connections(), network.maxConnectionsPerIp())
            .withMaxIdleMs(network.connectionsMaxIdleMs());
    return network.queuedMaxRequestBytes() > 0
        ? limits.withMaxUnreadBytes(network.queuedMaxRequestBytes())
        : limits;
  }

  /// What clients are told: what was set, else the address of the listener; for one that listens at
  /// all addresses, this machine's name.
  private static List<Endpoint> advertised(NodeConfig.Network network, List<Listener> bound)
      throws IOException {
    var advertised = new ArrayList<Endpoint>();
    List<String> forClients = network.listeners().stream().map(Endpoint::listener).toList();
    for (Listener each : bound) {
      if (!forClients.contains(each.name())) {
        continue;
      }
      Endpoint told = network.advertised().get(each.name());
      if (told != null) {
        advertised.add(told);
      } else {
        boolean everywhere = each.host().isEmpty() || each.host().equals("0.0.0.0");
        String host = everywhere ? InetAddress.getLocalHost().getCanonicalHostName() : each.host();
        advertised.add(new Endpoint(each.name(), host, each.port()));
      }
    }
    return List.copyOf(advertised);
  }

  /// Stops cleanly: what it leads goes to other nodes, no more requests, everything written synced.
  @Override
  public void close() {
    if (node != null) {
      var left = new CompletableFuture<@Nullable IOException>();
      Node open = node;
      reactor.execute(() -> open.leave(() -> left.complete(null)));
      try {
        await(left, LEAVE_TIMEOUT_S);
      } catch (IOException e) {
        // the others find out by themselves
      }
    }
    if (server != null) {
      server.close();
    }
    if (node != null) {
      var closed = new CompletableFuture<@Nullable IOException>();
      Node open = node;
      reactor.execute(() -> closed.complete(closeQuietly(open)));
      try {
        await(closed, CLOSE_TIMEOUT_S);
      } catch (IOException e) {
        // the next start recovers
      }
    }
    reactor.close();
    lanes.forEach(SyncThread::close);
    background.close();
    locks.close();
  }

  private static @Nullable IOException closeQuietly(Node node) {
    try {
      node.close();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static @Nullable IOException await(
      CompletableFuture<@Nullable IOException> outcome, long timeoutS) throws IOException {
    try {
      return outcome.get(timeoutS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no outcome after " + timeoutS + " s", e);
    }
  }

  /// Passes requests on to the node once there is one.
  private final class Doorkeeper implements RequestReceiver {

    @Override
    public void onRequest(Request request) {
      if (node == null) {
        request.close("not serving yet");
      } else {
        node.onRequest(request);
      }
    }

    @Override
    public void onClosed(ConnectionId connection) {
      if (node != null) {
        node.onClosed(connection);
      }
    }
  }

  private record Starting(
      CompletableFuture<@Nullable IOException> outcome, Consumer<Throwable> onFailure)
      implements Node.Started {

    @Override
    public void onReady() {
      outcome.complete(null);
    }

    @Override
    public void onFailed(IOException cause) {
      if (!outcome.complete(cause)) {
        onFailure.accept(cause);
      }
    }
  }
}
