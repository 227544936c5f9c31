package io.headrace.network;

import io.headrace.network.Request.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// A server on loopback whose requests go to a function of the test.
final class TestServer implements AutoCloseable {

  static {
    Leaks.watch();
  }

  final EventLoop loop;
  final KafkaServer server;
  final Queue<String> log = new ConcurrentLinkedQueue<>();
  final Queue<Throwable> mistakes = new ConcurrentLinkedQueue<>();
  final Queue<ConnectionId> closed = new ConcurrentLinkedQueue<>();

  private TestServer(EventLoopStart start, NetworkLimits limits, Consumer<Request> onRequest)
      throws IOException {
    this(start, List.of(new Listener("plaintext", "127.0.0.1", 0)), limits, onRequest);
  }

  private TestServer(
      EventLoopStart start,
      List<Listener> listeners,
      NetworkLimits limits,
      Consumer<Request> onRequest)
      throws IOException {
    loop = start.start("reactor", mistakes::add);
    server =
        KafkaServer.open(
            loop,
            listeners,
            limits,
            new RequestReceiver() {
              @Override
              public void onRequest(Request request) {
                onRequest.accept(request);
              }

              @Override
              public void onClosed(ConnectionId connection) {
                closed.add(connection);
              }
            },
            log::add);
  }

  interface EventLoopStart {
    EventLoop start(String name, Consumer<Throwable> onMistake);
  }

  static TestServer start(NetworkLimits limits, Consumer<Request> onRequest) throws IOException {
    var server = new TestServer(EventLoop::start, limits, onRequest);
    server.server.accept();
    return server;
  }

  static TestServer start(
      List<Listener> listeners, NetworkLimits limits, Consumer<Request> onRequest)
      throws IOException {
    var server = new TestServer(EventLoop::start, listeners, limits, onRequest);
    server.server.accept();
    return server;
  }

  /// Lets nobody in yet.
  static TestServer listening(Consumer<Request> onRequest) throws IOException {
    return new TestServer(EventLoop::start, NetworkLimits.DEFAULTS, onRequest);
  }

  static TestServer start(Consumer<Request> onRequest) throws IOException {
    return start(NetworkLimits.DEFAULTS, onRequest);
  }

  /// On the JDK's sockets instead of epoll.
  static TestServer startPortable(Consumer<Request> onRequest) throws IOException {
    var server = new TestServer(EventLoop::startPortable, NetworkLimits.DEFAULTS, onRequest);
    server.server.accept();
    return server;
  }

  /// Answers a request with its own bytes.
  static void echo(Request request) {
    request.respond(bytes(request.frame()));
  }

  static List<Part> bytes(ByteBuffer bytes) {
    return List.of(new Part.Bytes(bytes));
  }

  int port() {
    return server.listeners().getFirst().port();
  }

  TestClient connect() throws IOException {
    return new TestClient(port());
  }

  /// Runs `question` on the reactor.
  <T> T ask(Callable<T> question) {
    var answer = new CompletableFuture<T>();
    loop.execute(() -> {
      try {
        answer.complete(question.call());
      } catch (Exception e) {
        answer.completeExceptionally(e);
      }
    });
    return answer.join();
  }

  @Override
  public void close() {
    server.close();
    loop.close();
    if (!mistakes.isEmpty()) {
      throw new AssertionError("the server's own code threw", mistakes.peek());
    }
    String leaks = Leaks.found();
    if (!leaks.isEmpty()) {
      throw new AssertionError(leaks);
    }
  }
}
