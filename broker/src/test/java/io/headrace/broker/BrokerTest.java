package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.NodeConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node on real sockets, files and threads.
class BrokerTest {

  private final CopyOnWriteArrayList<Throwable> failures = new CopyOnWriteArrayList<>();

  private Broker start(Path data, int port) throws IOException, BadConfigException {
    return start(1, data.toString(), port);
  }

  private Broker start(int nodeId, String logDirs, int port)
      throws IOException, BadConfigException {
    NodeConfig config =
        NodeConfig.of(
            Map.of(
                "node.id",
                String.valueOf(nodeId),
                "log.dirs",
                logDirs,
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port));
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
  void aNodeDoesWithoutALogDirectoryThatIsDeadAndTakesItBack(@TempDir Path directory)
      throws Exception {
    Path more = directory.resolve("more");
    String both = directory.resolve("data") + "," + more;
    start(1, both, 0).close();
    Path aside = Files.move(more, directory.resolve("aside"));
    Files.writeString(more, "no directory");

    start(1, both, 0).close();

    Files.delete(more);
    Files.move(aside, more);
    start(1, both, 0).close();
    assertThat(failures).isEmpty();
  }

  @Test
  void aNodeWithoutItsMetadataDoesNotStart(@TempDir Path directory) throws Exception {
    Path data = Files.writeString(directory.resolve("data"), "no directory");

    assertThatThrownBy(() -> start(1, data + "," + directory.resolve("more"), 0))
        .hasMessageStartingWith("cannot write to the data directory " + data)
        .hasMessageContaining("it holds the metadata");
  }

  @Test
  void aNodeDoesNotBeginANewLifeWhileItCannotTellWhetherItHadOne(@TempDir Path directory)
      throws Exception {
    Path data = directory.resolve("data");
    Path more = Files.writeString(directory.resolve("more"), "no directory");

    assertThatThrownBy(() -> start(1, data + "," + more, 0))
        .hasMessageContaining("whether this node is new cannot be told");
  }

  @Test
  void anotherNodesDirectoryIsNotTakenForADeadOne(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    Path theirs = directory.resolve("theirs");
    start(1, data.toString(), 0).close();
    start(2, theirs.toString(), 0).close();

    assertThatThrownBy(() -> start(1, data + "," + theirs, 0))
        .hasMessageContaining(theirs + " belongs to node 2");
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
