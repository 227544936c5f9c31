package io.headrace.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.runtime.Peers.Answer;
import io.headrace.runtime.Peers.Peer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PeerLinesTest {

  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

  @Test
  void aRequestIsAnswered() throws IOException {
    try (var server = TestServer.start(TestServer::echo)) {
      assertThat(ask(server, line(server, "127.0.0.1", server.port()), "hello").join())
          .isEqualTo("hello");
    }
  }

  @Test
  void aNodeIsFoundByItsName() throws IOException {
    try (var server = TestServer.start(TestServer::echo)) {
      assertThat(ask(server, line(server, "localhost", server.port()), "hello").join())
          .isEqualTo("hello");
    }
  }

  @Test
  void answersComeInTheOrderOfTheRequests() throws IOException {
    try (var server = TestServer.start(TestServer::echo)) {
      Peer line = line(server, "127.0.0.1", server.port());
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(ask(server, line, "request " + i));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(answers.get(i).join()).isEqualTo("request " + i);
      }
    }
  }

  @Test
  void aLargeAnswerComesInWhole() throws IOException {
    try (var server = TestServer.start(TestServer::echo)) {
      String large = "0123456789abcdef".repeat(400_000);
      assertThat(ask(server, line(server, "127.0.0.1", server.port()), large).join())
          .isEqualTo(large);
    }
  }

  @Test
  void whatIsUnderWayIsLostWithItsConnectionAndTheNextRequestMakesANewOne() throws IOException {
    try (var server =
        TestServer.start(request -> {
          if (text(request.frame()).equals("die")) {
            request.close("as the test wants");
          } else {
            TestServer.echo(request);
          }
        })) {
      Peer line = line(server, "127.0.0.1", server.port());
      CompletableFuture<String> lost = ask(server, line, "die");
      assertThatThrownBy(lost::join)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("the connection was closed by the other side");
      assertThat(ask(server, line, "again").join()).isEqualTo("again");
    }
  }

  @Test
  void aLateAnswerIsALostOne() throws IOException {
    try (var silent = new ServerSocket(0);
        var server = TestServer.start(TestServer::echo)) {
      Peer line = line(server, "127.0.0.1", silent.getLocalPort());
      var lost = new CompletableFuture<String>();
      server.ask(() -> {
        line.send(utf8("hello"), TimeUnit.MILLISECONDS.toNanos(30), telling(lost));
        return true;
      });
      assertThatThrownBy(lost::join)
          .hasRootCauseMessage("no answer from 127.0.0.1:" + silent.getLocalPort() + " in 30 ms");
    }
  }

  @Test
  void nobodyThereIsTold() throws IOException {
    int port;
    try (var gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    try (var server = TestServer.start(TestServer::echo)) {
      CompletableFuture<String> lost = ask(server, line(server, "127.0.0.1", port), "hello");
      assertThatThrownBy(lost::join).rootCause().hasMessageContaining("refused");
    }
  }

  @Test
  void aClosedLineLosesWhatIsUnderWayAndSendsNoMore() throws IOException {
    try (var silent = new ServerSocket(0);
        var server = TestServer.start(TestServer::echo)) {
      Peer line = line(server, "127.0.0.1", silent.getLocalPort());
      CompletableFuture<String> lost = ask(server, line, "hello");
      server.ask(() -> {
        line.close();
        return true;
      });
      assertThatThrownBy(lost::join).hasRootCauseMessage("the line was closed");
      assertThatThrownBy(() -> ask(server, line, "more").join())
          .hasRootCauseMessage("the line is closed");
    }
  }

  private static Peer line(TestServer server, String host, int port) {
    return server.ask(() -> server.server.peers().at(host, port));
  }

  private static CompletableFuture<String> ask(TestServer server, Peer line, String text) {
    var answer = new CompletableFuture<String>();
    server.ask(() -> {
      line.send(utf8(text), PATIENCE_NS, telling(answer));
      assertThat(answer).isNotDone();
      return true;
    });
    return answer;
  }

  private static Answer telling(CompletableFuture<String> answer) {
    return new Answer() {
      @Override
      public void onAnswer(ByteBuffer frame) {
        answer.complete(text(frame));
      }

      @Override
      public void onLost(IOException cause) {
        answer.completeExceptionally(cause);
      }
    };
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }
}
