package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.LogConfig;
import io.headrace.log.directory.LogDirectorySettings;
import io.headrace.log.directory.LogPorts;
import io.headrace.log.directory.OpenLogDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Logs on disk that belong to no topic.
class LogDirectoriesTest {

  private static final Path DATA = Path.of("/data");
  private static final PartitionId STRAY = new PartitionId(new TopicId(7, 7), 0);

  /// A node that has such a log, and was started.
  private static TestNode nodeWithStray(Map<String, String> settings) throws Exception {
    TestNode node = TestNode.made(settings);
    var ports =
        new LogPorts(
            node.life.disk(),
            node.life.syncLane(),
            node.life.reactor(),
            node.life.background(),
            node.life.clock(),
            node.life.timers());
    node.life
        .reactor()
        .execute(() -> {
          try {
            var directory =
                OpenLogDirectory.open(
                    DATA, ports, LogDirectorySettings.DEFAULT, _ -> LogConfig.DEFAULT, _ -> {});
            directory.create(STRAY, LogConfig.DEFAULT);
            directory.syncNames();
            directory.close();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    node.pass(1_000);
    node.start();
    node.pass(1_000);
    return node;
  }

  @Test
  void areKept() throws Exception {
    TestNode node = nodeWithStray(Map.of());

    assertThat(node.life.disk().list(DATA)).contains(STRAY.toString());
  }

  @Test
  void areDeletedOnRequest() throws Exception {
    TestNode node = nodeWithStray(Map.of("headrace.stray.logs", "delete"));
    node.createTopic("orders", 1, Map.of());

    assertThat(node.life.disk().list(DATA)).doesNotContain(STRAY.toString());
    assertThat(node.node.logDirectories().getFirst().logs()).hasSize(1);
  }
}
