package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.NodeConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node on real sockets, files and threads.
class BrokerTest {

  private final CopyOnWriteArrayList<Throwable> failures = new CopyOnWriteArrayList<>();

  private Broker start(Path data, int port) throws IOException, BadConfigException {
    NodeConfig config =
        NodeConfig.of(
            Map.of("log.dirs", data.toString(), "listeners", "PLAINTEXT://127.0.0.1:" + port));
    return Broker.start(config, new RaftMetadata(), failures::add);
  }

  @Test
  void itStartsStopsAndStartsAgain(@TempDir Path data) throws Exception {
    for (int i = 0; i < 2; i++) {
      try (Broker broker = start(data, 0)) {
        int port = broker.advertised().getFirst().port();
        try (Socket client = new Socket("127.0.0.1", port)) {
          assertThat(client.isConnected()).isTrue();
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aDirectoryInUseIsAnErrorOfOneLine(@TempDir Path data) throws Exception {
    try (Broker _ = start(data, 0)) {
      assertThatThrownBy(() -> start(data, 0))
          .isInstanceOf(IOException.class)
          .hasMessage("the data directory " + data + " is in use by another process");
    }
  }

  @Test
  void aPortInUseIsAnErrorThatSaysWhatToDo(@TempDir Path data, @TempDir Path other)
      throws Exception {
    try (Broker broker = start(data, 0)) {
      int port = broker.advertised().getFirst().port();

      assertThatThrownBy(() -> start(other, port))
          .hasMessageStartingWith("another process listens on PLAINTEXT://127.0.0.1:" + port)
          .hasMessageContaining("--set listeners=");
    }
    start(other, 0).close();
  }
}
