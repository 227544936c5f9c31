package io.headrace.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A request for which there is no room waits where it is, and its connection with it.
class PostponedRequestTest {

  private final List<String> delivered = new ArrayList<>();
  private final List<Runnable> rooms = new ArrayList<>();
  private boolean full = true;

  private void onRequest(Request request) {
    String text = String.valueOf((char) request.frame().get());
    if (full && text.equals("h")) {
      rooms.add(request.postpone());
    } else {
      delivered.add(text);
      request.frame().rewind();
      TestServer.echo(request);
    }
  }

  private void makeRoom(TestServer server) {
    server.ask(() -> {
      full = false;
      rooms.removeFirst().run();
      return null;
    });
  }

  @Test
  void theConnectionIsSlowedNotClosed() throws IOException {
    try (var server = TestServer.start(this::onRequest);
        var heavy = server.connect();
        var other = server.connect()) {
      heavy.send("a");
      assertThat(heavy.receiveText()).isEqualTo("a");
      heavy.send("heavy");
      heavy.send("behind");
      other.send("other");
      assertThat(other.receiveText()).isEqualTo("other");
      while (server.ask(rooms::isEmpty)) {
        Thread.onSpinWait();
      }
      assertThat(server.<List<String>>ask(() -> List.copyOf(delivered))).doesNotContain("b");

      makeRoom(server);

      assertThat(heavy.receiveText()).isEqualTo("heavy");
      assertThat(heavy.receiveText()).isEqualTo("behind");
    }
  }

  @Test
  void whatArrivesMeanwhileStaysInTheClient() throws Exception {
    int behind = 2_000;
    try (var server = TestServer.start(this::onRequest);
        var heavy = server.connect()) {
      heavy.send("heavy");
      Thread sender = Thread.startVirtualThread(() -> sendAll(heavy, behind));
      while (server.ask(rooms::isEmpty)) {
        Thread.onSpinWait();
      }
      assertThat(server.<Long>ask(server.server::unreadBytes)).isLessThan(2 << 20);

      makeRoom(server);

      assertThat(heavy.receiveText()).isEqualTo("heavy");
      for (int i = 0; i < behind; i++) {
        assertThat(heavy.receive()).hasSize(10_000);
      }
      sender.join();
    }
  }

  @Test
  void aConnectionThatGoesAwayMeanwhileIsForgotten() throws IOException {
    try (var server = TestServer.start(this::onRequest)) {
      try (var heavy = server.connect()) {
        heavy.send("heavy");
        while (server.ask(rooms::isEmpty)) {
          Thread.onSpinWait();
        }
      }
      while (server.closed.isEmpty()) {
        Thread.onSpinWait();
      }

      makeRoom(server);

      assertThat(server.<List<String>>ask(() -> List.copyOf(delivered))).isEmpty();
      assertThat(server.<Long>ask(server.server::unreadBytes)).isZero();
    }
  }

  private static void sendAll(TestClient client, int count) {
    try {
      for (int i = 0; i < count; i++) {
        client.send(new byte[10_000]);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
