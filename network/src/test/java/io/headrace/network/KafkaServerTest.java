package io.headrace.network;

import static io.headrace.network.TestServer.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.network.Request.Part;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.system.FileDisk;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaServerTest {

  @Test
  void aRequestIsAnswered() throws IOException {
    try (var server = TestServer.start(TestServer::echo);
        var client = server.connect()) {
      client.send("hello");
      assertThat(client.receiveText()).isEqualTo("hello");
    }
  }

  @Test
  void aRequestIsAnsweredWithoutEpollToo() throws IOException {
    try (var server = TestServer.startPortable(TestServer::echo);
        var client = server.connect()) {
      client.send("hello");
      assertThat(client.receiveText()).isEqualTo("hello");
    }
  }

  @Test
  void aRequestKnowsWhereItCameFrom() throws IOException {
    try (var server =
            TestServer.start(request ->
                request.respond(
                    bytes(
                        UTF_8.encode(
                            request.listener()
                                + request.clientAddress()
                                + request.connection().value()))));
        var first = server.connect();
        var second = server.connect()) {
      first.send("?");
      assertThat(first.receiveText()).isEqualTo("PLAINTEXT/127.0.0.11");
      second.send("?");
      assertThat(second.receiveText()).isEqualTo("PLAINTEXT/127.0.0.12");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 4 << 10, 64 << 10, 256 << 10, 1 << 20, 5 << 20, 40 << 20})
  void framesOfEverySizeArriveWhole(int size) throws IOException {
    byte[] frame = new byte[size];
    new Random(size).nextBytes(frame);
    try (var server = TestServer.start(TestServer::echo);
        var client = server.connect()) {
      for (int i = 0; i < 3; i++) {
        client.send(frame);
        assertThat(client.receive()).isEqualTo(frame);
      }
    }
  }

  @Test
  void aFrameMayComeByteByByte() throws IOException {
    try (var server = TestServer.start(TestServer::echo);
        var client = server.connect()) {
      for (byte each : new byte[] {0, 0, 0, 3, 'a', 'b', 'c', 0, 0}) {
        client.sendRaw(new byte[] {each});
      }
      assertThat(client.receiveText()).isEqualTo("abc");
      client.sendRaw(new byte[] {0, 1, 'd'});
      assertThat(client.receiveText()).isEqualTo("d");
    }
  }

  @Test
  void manyPipelinedRequestsAreAnsweredInOrder() throws IOException {
    int count = 20_000;
    var packets = new ByteArrayOutputStream();
    var data = new DataOutputStream(packets);
    for (int i = 0; i < count; i++) {
      data.writeInt(4);
      data.writeInt(i);
    }
    try (var server = TestServer.start(TestServer::echo);
        var client = server.connect()) {
      Thread sender = Thread.startVirtualThread(() -> sendAll(client, packets.toByteArray()));
      for (int i = 0; i < count; i++) {
        assertThat(ByteBuffer.wrap(client.receive()).getInt()).isEqualTo(i);
      }
      assertThat(sender).isNotNull();
    }
  }

  @Test
  void answersLeaveInTheOrderOfTheRequestsWhateverCompletesFirst() throws IOException {
    List<Request> waiting = new ArrayList<>();
    try (var server =
            TestServer.start(request -> {
              waiting.add(request);
              if (waiting.size() == 5) {
                for (int i : new int[] {3, 1, 4, 2, 0}) {
                  String text = "answer " + i;
                  if (i == 2) {
                    waiting.get(i).respondNothing();
                  } else {
                    waiting.get(i).respond(bytes(UTF_8.encode(text)));
                  }
                }
              }
            });
        var client = server.connect()) {
      for (int i = 0; i < 5; i++) {
        client.send("request");
      }
      for (int i : new int[] {0, 1, 3, 4}) {
        assertThat(client.receiveText()).isEqualTo("answer " + i);
      }
    }
  }

  @Test
  void answersMayComeInLaterTurnsFromTheMailboxAndInAnyOrder() throws IOException {
    var random = new Random(7);
    List<Request> waiting = new ArrayList<>();
    int count = 300;
    try (var server = TestServer.start(request -> waiting.add(request));
        var client = server.connect()) {
      for (int i = 0; i < count; i++) {
        client.send("request " + i);
      }
      int answered = 0;
      while (answered < count) {
        answered +=
            server.ask(() -> {
              if (waiting.isEmpty()) {
                return 0;
              }
              Request any = waiting.remove(random.nextInt(waiting.size()));
              any.respond(bytes(UTF_8.encode(any.connection().value() + " done")));
              return 1;
            });
      }
      for (int i = 0; i < count; i++) {
        assertThat(client.receiveText()).isEqualTo("1 done");
      }
    }
  }

  @Test
  void filesAreSentBetweenBytesAndReleased(@TempDir Path directory) throws IOException {
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    var disk = new FileDisk();
    DiskFile file = disk.create(directory.resolve("data"));
    file.write(ByteBuffer.wrap(content), 0);
    try (var server =
            TestServer.start(request ->
                request.respond(
                    List.of(
                        new Part.Bytes(ByteBuffer.wrap(new byte[] {1})),
                        new Part.File(file.slice(10, 2 << 20)),
                        new Part.Bytes(ByteBuffer.wrap(new byte[] {2})),
                        new Part.File(file.slice(0, 5)))));
        var client = server.connect()) {
      for (int i = 0; i < 3; i++) {
        client.send("fetch");
        var expected = new ByteArrayOutputStream();
        expected.write(1);
        expected.write(content, 10, 2 << 20);
        expected.write(2);
        expected.write(content, 0, 5);
        assertThat(client.receive()).isEqualTo(expected.toByteArray());
      }
      file.close();
      assertThat(server.ask(() -> isReadable(file))).isFalse();
    }
  }

  @Test
  void slicesOfOtherDisksAreCopied() throws IOException {
    byte[] content = "from memory".getBytes(UTF_8);
    var slice = new MemorySlice(content);
    try (var server = TestServer.start(request -> request.respond(List.of(new Part.File(slice))));
        var client = server.connect()) {
      client.send("fetch");
      assertThat(client.receive()).isEqualTo(content);
      assertThat(slice.releases).isEqualTo(1);
    }
  }

  @Test
  void filesOfAConnectionThatIsGoneAreReleased() throws IOException {
    List<Request> parked = new ArrayList<>();
    var slice = new MemorySlice(new byte[10]);
    try (var server = TestServer.start(parked::add)) {
      try (var client = server.connect()) {
        client.send("fetch");
        while (server.ask(parked::isEmpty)) {
          Thread.onSpinWait();
        }
      }
      while (server.closed.isEmpty()) {
        Thread.onSpinWait();
      }
      server.ask(() -> {
        parked.getFirst().respond(List.of(new Part.File(slice)));
        return null;
      });
      assertThat(slice.releases).isEqualTo(1);
    }
  }

  @Test
  void aClosingRequestLetsEarlierAnswersLeaveFirst() throws IOException {
    try (var server =
            TestServer.start(request -> {
              if (request.frame().get(0) == 'x') {
                request.close("version 99 of nothing");
              } else {
                TestServer.echo(request);
              }
            });
        var client = server.connect()) {
      client.sendRaw(new byte[] {0, 0, 0, 1, 'a', 0, 0, 0, 1, 'x', 0, 0, 0, 1, 'b'});
      assertThat(client.receiveText()).isEqualTo("a");
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(server.log).singleElement().asString().contains("version 99 of nothing");
    }
  }

  @Test
  void severalListenersServeAtOnce() throws IOException {
    var loop = EventLoop.start("reactor", Throwable::printStackTrace);
    var listeners = List.of(new Listener("one", "127.0.0.1", 0), new Listener("two", "", 0));
    try (var server =
        KafkaServer.open(
            loop,
            listeners,
            NetworkLimits.DEFAULTS,
            new RequestReceiver() {
              @Override
              public void onRequest(Request request) {
                request.respond(bytes(UTF_8.encode(request.listener())));
              }

              @Override
              public void onClosed(ConnectionId connection) {}
            })) {
      server.accept();
      for (Listener listener : server.listeners()) {
        assertThat(listener.port()).isPositive();
        try (var client = new TestClient(listener.port())) {
          client.send("?");
          assertThat(client.receiveText()).isEqualTo(listener.name());
        }
      }
    }
    loop.close();
  }

  @Test
  void whoConnectsTooEarlyWaitsAndIsServed() throws IOException {
    var accepting = new AtomicBoolean();
    try (var server =
            TestServer.listening(request ->
                request.respond(bytes(UTF_8.encode(accepting.get() ? "served" : "too early"))));
        var early = new TestClient(server.port());
        var other = new TestClient(server.port())) {
      early.send("?");
      other.send("?");
      server.loop.sockets().submit(() -> {}).syncUninterruptibly();
      accepting.set(true);
      server.server.accept();
      assertThat(early.receiveText()).isEqualTo("served");
      assertThat(other.receiveText()).isEqualTo("served");
    }
  }

  @Test
  void aPortInUseIsAnErrorThatNamesIt() throws IOException {
    try (var server = TestServer.start(TestServer::echo)) {
      var taken = new Listener("second", "127.0.0.1", server.port());
      assertThatThrownBy(() ->
              KafkaServer.open(
                  server.loop,
                  List.of(taken),
                  NetworkLimits.DEFAULTS,
                  new RequestReceiver() {
                    @Override
                    public void onRequest(Request request) {}

                    @Override
                    public void onClosed(ConnectionId connection) {}
                  }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("SECOND")
          .hasMessageContaining(Integer.toString(server.port()));
    }
  }

  @Test
  void closingTheServerClosesItsConnections() throws IOException {
    var server = TestServer.start(TestServer::echo);
    try (var client = server.connect()) {
      client.send("hello");
      client.receive();
      server.close();
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void connectionsAreIndependent() throws IOException {
    try (var server = TestServer.start(TestServer::echo)) {
      List<TestClient> clients = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        clients.add(server.connect());
      }
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < clients.size(); i++) {
          clients.get(i).send("round " + round + " of " + i);
        }
        int now = round;
        IntStream.range(0, clients.size())
            .forEach(i -> assertThat(text(clients.get(i))).isEqualTo("round " + now + " of " + i));
      }
      for (TestClient client : clients) {
        client.close();
      }
    }
  }

  private static String text(TestClient client) {
    try {
      return client.receiveText();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void sendAll(TestClient client, byte[] bytes) {
    try {
      client.sendRaw(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isReadable(DiskFile file) {
    try {
      return file.read(ByteBuffer.allocate(1), 0) == 1;
    } catch (IOException _) {
      return false;
    }
  }
}
