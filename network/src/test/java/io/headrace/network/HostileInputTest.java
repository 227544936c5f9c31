package io.headrace.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The lines of "hostile input" that concern a Kafka port, each against a real socket. In each, a
/// well-behaved client goes on being served.
final class HostileInputTest {

  private static final NetworkLimits LIMITS = NetworkLimits.DEFAULTS;

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (100 << 20) + 1, Integer.MAX_VALUE})
  void aLengthThatCannotBeClosesTheConnection(int length) throws IOException {
    try (var server = TestServer.start(TestServer::echo);
        var good = server.connect();
        var bad = server.connect()) {
      bad.announce(length);
      assertThat(bad.isClosedByServer()).isTrue();
      assertThat(server.log).singleElement().asString().contains(Integer.toString(length));
      assertIsServed(good);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "160301020001, TLS handshake",
    "474554202f20485454502f312e310d0a, HTTP request",
    "5353482d322e302d4f70656e5353485f392e320d0a, SSH client"
  })
  void otherProtocolsAreNamedInTheLog(String hex, String name) throws IOException {
    try (var server = TestServer.start(TestServer::echo);
        var good = server.connect();
        var bad = server.connect()) {
      bad.sendRaw(HexFormat.of().parseHex(hex));
      assertThat(bad.isClosedByServer()).isTrue();
      assertThat(server.log).singleElement().asString().contains(name).contains("127.0.0.1");
      assertIsServed(good);
    }
  }

  @Test
  void aHundredMistakesAreOneLineOfLog() throws IOException {
    try (var server = TestServer.start(TestServer::echo)) {
      for (int i = 0; i < 100; i++) {
        try (var bad = server.connect()) {
          bad.sendRaw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          assertThat(bad.isClosedByServer()).isTrue();
        }
      }
      assertThat(server.log).hasSize(1);
    }
  }

  @Test
  void answersBeforeTheGarbageStillLeave() throws IOException {
    try (var server = TestServer.start(TestServer::echo);
        var client = server.connect()) {
      client.sendRaw(new byte[] {0, 0, 0, 1, 'a', -1, -1, -1, -1});
      assertThat(client.receiveText()).isEqualTo("a");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void twoHundredAnnouncedGiantsTakeNoMemory() throws IOException {
    try (var server = TestServer.start(TestServer::echo);
        var good = server.connect()) {
      List<TestClient> giants = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        var giant = server.connect();
        giant.announce(90_000_000);
        giant.sendRaw(new byte[1_000]);
        giants.add(giant);
      }
      for (int i = 0; i < 20; i++) {
        assertIsServed(good);
      }
      awaitOn(server, () -> server.server.unreadBytes() >= 200 * 1_000);
      assertThat(server.<Long>ask(server.server::unreadBytes)).isLessThanOrEqualTo(200 * 4_096L);
      closeAll(giants);
      awaitOn(server, () -> server.server.unreadBytes() == 0);
    }
  }

  @Test
  void giantsThatReallyComeShareOneBudgetAndMakeWayForOthers() throws Exception {
    long budget = 8 << 20;
    var limits = LIMITS.withMaxRequestBytes(4 << 20).withMaxUnreadBytes(budget);
    try (var server = TestServer.start(limits, TestServer::echo);
        var good = server.connect()) {
      good.send(new byte[1 << 20]);
      assertThat(good.receive()).hasSize(1 << 20);
      List<TestClient> giants = new ArrayList<>();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        var giant = server.connect();
        giants.add(giant);
        senders.add(Thread.startVirtualThread(() -> sendAlmostAll(giant, 4 << 20)));
      }
      for (int i = 0; i < 20; i++) {
        good.send(new byte[1 << 20]);
        assertThat(good.receive()).hasSize(1 << 20);
        long used = server.ask(server.server::unreadBytes);
        assertThat(used).isLessThan(2 * budget);
      }
      closeAll(giants);
      for (Thread sender : senders) {
        sender.join();
      }
      awaitOn(server, () -> server.server.unreadBytes() == 0);
      assertIsServed(good);
    }
  }

  @Test
  void whoNeverFinishesTheFirstRequestIsClosedByTheFirstDeadline() throws IOException {
    try (var server = TestServer.start(LIMITS.withTimeouts(200, 60_000), TestServer::echo);
        var silent = server.connect();
        var slow = server.connect();
        var good = server.connect()) {
      assertIsServed(good);
      slow.sendRaw(new byte[] {0, 0, 0, 10, 1});
      assertThat(slow.isClosedByServer()).isTrue();
      assertThat(silent.isClosedByServer()).isTrue();
      assertThat(server.log).singleElement().asString().contains("200 ms");
      assertIsServed(good);
    }
  }

  @Test
  void aRequestThatDripsIsClosedByTheSecondDeadline() throws IOException {
    try (var server = TestServer.start(LIMITS.withTimeouts(60_000, 200), TestServer::echo);
        var good = server.connect();
        var dripping = server.connect()) {
      assertIsServed(dripping);
      assertThat(dripsUntilClosed(dripping)).isTrue();
      assertThat(server.log).singleElement().asString().contains("200 ms");
      assertIsServed(good);
    }
  }

  @Test
  void silentConnectionsAreClosedButNotThoseThatWaitForAnAnswer() throws IOException {
    List<Request> parked = new ArrayList<>();
    try (var server =
            TestServer.start(
                LIMITS.withMaxIdleMs(200),
                request -> {
                  if (request.frame().get(0) == 'p') {
                    parked.add(request);
                  } else {
                    TestServer.echo(request);
                  }
                });
        var idle = server.connect();
        var waiting = server.connect()) {
      waiting.send("park");
      assertIsServed(idle);
      assertThat(idle.isClosedByServer()).isTrue();
      server.ask(() -> {
        TestServer.echo(parked.getFirst());
        return null;
      });
      assertThat(waiting.receive()).isNotEmpty();
    }
  }

  @Test
  void aNewConnectionTakesThePlaceOfOneThatNeverAsked() throws IOException {
    try (var server = TestServer.start(LIMITS.withMaxConnections(3, 3), TestServer::echo);
        var idler = server.connect()) {
      awaitOn(server, () -> true);
      try (var first = server.connect();
          var second = server.connect()) {
        assertIsServed(first);
        assertIsServed(second);
        idler.close();
        while (server.closed.isEmpty()) {
          Thread.onSpinWait();
        }
        try (var third = server.connect();
            var fourth = server.connect()) {
          assertIsServed(third);
          assertThat(fourth.isClosedByServer()).isTrue();
          assertIsServed(first);
        }
      }
    }
  }

  @Test
  void connectionsWithoutARequestCannotKeepOthersOut() throws IOException {
    try (var server = TestServer.start(LIMITS.withMaxConnections(10, 100), TestServer::echo)) {
      List<TestClient> idlers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        idlers.add(server.connect());
      }
      try (var good = server.connect()) {
        assertIsServed(good);
      }
      closeAll(idlers);
    }
  }

  @Test
  void oneAddressGetsNoMoreThanItsShare() throws IOException {
    try (var server = TestServer.start(LIMITS.withMaxConnections(100, 2), TestServer::echo);
        var first = server.connect();
        var second = server.connect()) {
      assertIsServed(first);
      assertIsServed(second);
      try (var third = server.connect()) {
        assertThat(third.isClosedByServer()).isTrue();
      }
      assertThat(server.log).singleElement().asString().contains("max.connections.per.ip=2");
      assertIsServed(first);
    }
  }

  @Test
  void aListenerGetsNoMoreThanItsShare() throws IOException {
    var listeners = List.of(new Listener("inside", "127.0.0.1", 0, 2));
    try (var server =
            TestServer.start(listeners, LIMITS.withMaxConnections(100, 100), TestServer::echo);
        var first = server.connect();
        var second = server.connect()) {
      assertIsServed(first);
      assertIsServed(second);
      try (var third = server.connect()) {
        assertThat(third.isClosedByServer()).isTrue();
      }
      assertThat(server.log)
          .singleElement()
          .asString()
          .contains("listener.name.inside.max.connections=2");
      second.close();
      while (server.closed.size() < 1) {
        Thread.onSpinWait();
      }
      try (var fourth = server.connect()) {
        assertIsServed(fourth);
      }
    }
  }

  @Test
  void aClientThatNeverReadsItsAnswersIsNotReadAnyMore() throws IOException {
    int[] answered = new int[1];
    byte[] large = new byte[64 << 10];
    try (var server =
            TestServer.start(request -> {
              answered[0]++;
              request.respond(TestServer.bytes(ByteBuffer.wrap(large)));
            });
        var deaf = server.connect();
        var good = server.connect()) {
      byte[] requests = new byte[5 * 200_000];
      for (int i = 3; i < requests.length; i += 5) {
        requests[i] = 1;
      }
      Thread sender = Thread.startVirtualThread(() -> sendQuietly(deaf, requests));
      int before = -1;
      while (before != answered(server, answered) || before <= 0) {
        before = answered(server, answered);
        good.send("x");
        assertThat(good.receive()).hasSize(large.length);
        before++;
      }
      // What the kernel takes for the socket, what is queued, and the good client's own.
      assertThat(answered(server, answered)).isLessThan(5_000);
      for (int i = 0; i < 1_000; i++) {
        deaf.receive(); // reading again brings it back to life
      }
      deaf.close();
      assertThat(sender).isNotNull();
    }
  }

  @Test
  void pipeliningBeyondTheLimitWaitsInTheClient() throws IOException {
    List<Request> parked = new ArrayList<>();
    try (var server = TestServer.start(LIMITS.withMaxRequestsInFlight(10), parked::add);
        var client = server.connect()) {
      for (int i = 0; i < 100; i++) {
        client.send("request " + i);
      }
      for (int done = 0; done < 100; done++) {
        awaitOn(server, () -> !parked.isEmpty());
        assertThat(server.<Integer>ask(parked::size)).isLessThanOrEqualTo(10);
        server.ask(() -> {
          TestServer.echo(parked.removeFirst());
          return null;
        });
      }
      assertThat(client.receive()).isNotEmpty();
    }
  }

  private static int answered(TestServer server, int[] answered) {
    return server.ask(() -> answered[0]);
  }

  private static void assertIsServed(TestClient client) throws IOException {
    client.send("are you there?");
    assertThat(client.receiveText()).isEqualTo("are you there?");
  }

  private static void awaitOn(TestServer server, java.util.concurrent.Callable<Boolean> condition) {
    long deadlineNs = System.nanoTime() + 20_000_000_000L;
    while (!server.ask(condition)) {
      if (System.nanoTime() > deadlineNs) {
        throw new AssertionError("did not come true");
      }
    }
  }

  private static boolean dripsUntilClosed(TestClient client) throws IOException {
    client.announce(1 << 20);
    client.socket.setSoTimeout(5);
    while (true) {
      try {
        client.sendRaw(new byte[1]);
        if (client.socket.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException _) {
        // drip on
      } catch (SocketException _) {
        return true;
      }
    }
  }

  private static void sendAlmostAll(TestClient client, int length) {
    try {
      client.announce(length);
      client.sendRaw(new byte[length - 1]);
    } catch (IOException _) {
      // closed by the server or by the end of the test
    }
  }

  private static void sendQuietly(TestClient client, byte[] bytes) {
    try {
      client.sendRaw(bytes);
    } catch (IOException _) {
      // closed by the end of the test
    }
  }

  private static void closeAll(List<TestClient> clients) throws IOException {
    for (TestClient client : clients) {
      client.close();
    }
  }
}
