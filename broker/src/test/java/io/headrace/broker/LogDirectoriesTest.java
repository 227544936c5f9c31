package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.broker.NodePorts.DirectoryNames;
import io.headrace.broker.config.NodeConfig;
import io.headrace.log.LogConfig;
import io.headrace.log.directory.LogDirectorySettings;
import io.headrace.log.directory.LogPorts;
import io.headrace.log.directory.OpenLogDirectory;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.ConfiguredTopics;
import io.headrace.runtime.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.junit.jupiter.api.Test;

/// Logs on disk that belong to no topic, and directories that are dead.
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
  void aDeadDirectoryIsShownAsSuchAndNewReplicasAreMadeInTheOther() throws Exception {
    TestNode node = TestNode.made(Map.of("log.dirs", "/data,/more"));
    node.machine.disk().dead(path -> path.startsWith("/more"));
    node.start();
    node.createTopic("orders", 4, Map.of());
    node.produce("orders", 3, "a");

    var answer = node.ask(new DescribeLogDirsRequestData(), 4, new DescribeLogDirsResponseData());

    assertThat(answer.results())
        .extracting(each -> each.logDir() + " " + each.errorCode())
        .containsExactly("/data 0", "/more " + ErrorCode.KAFKA_STORAGE_ERROR.code());
    assertThat(node.node.logDirectories().getFirst().logs()).hasSize(4);
  }

  @Test
  void theOnlyDirectoryMustNotBeDead() throws Exception {
    TestNode node = TestNode.made(Map.of());
    node.machine.disk().dead(path -> path.startsWith("/data"));

    assertThatThrownBy(node::start).hasRootCauseMessage("/data: Input/output error");
  }

  @Test
  void aDeadDirectoryGoesByItsFormerName() throws Exception {
    var kept = new DirectoryId(1, 1);
    var former = new DirectoryId(2, 2);
    DirectoryNames names =
        path -> {
          if (path.equals(DATA)) {
            return kept;
          }
          throw new IOException("Input/output error");
        };

    assertThat(directories().identify(names, List.of(kept, former))).containsExactly(kept, former);
    assertThat(directories().identify(names, List.of(new DirectoryId(3, 3), former)))
        .as("one that can be read was emptied")
        .containsExactly(kept);
    assertThat(directories().identify(_ -> kept, List.of(kept, former)))
        .as("one was taken away")
        .containsExactly(kept, kept);
  }

  @Test
  void aDirectoryThatHasForgottenWhereItsLogsEndedIsNotTrusted() throws Exception {
    TestNode node = TestNode.made(Map.of());
    Path log = DATA.resolve(STRAY.toString());
    node.life.disk().createDirectories(log);
    var name = new DirectoryId(1, 1);
    LogDirectories directories = directories(node);

    assertThat(directories.identify(_ -> name, List.of()))
        .as("nobody trusts it with anything")
        .containsExactly(name, name);
    assertThat(directories.identify(_ -> name, List.of(name)))
        .containsExactly(DirectoryId.LOST, name);
    assertThat(directories.identify(_ -> name, List.of(DirectoryId.LOST, name)))
        .containsExactly(DirectoryId.LOST, name);
  }

  private static LogDirectories directories() throws Exception {
    return directories(TestNode.made(Map.of()));
  }

  private static LogDirectories directories(TestNode node) throws Exception {
    var ports =
        new NodePorts(
            node.life.clock(),
            node.life.timers(),
            node.life.reactor(),
            node.life.disk(),
            _ -> node.life.syncLane(),
            node.life.background(),
            node.life.random(),
            new RaftMetadata(),
            Peers.NOBODY,
            LogBounds.DEFAULT);
    NodeConfig config = NodeConfig.of(Map.of("log.dirs", "/data,/more"));
    return new LogDirectories(
        config, ports, new ConfiguredTopics(new EffectiveConfigs(1, config.settings().set())));
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
