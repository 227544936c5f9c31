package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.tools.LeaderElectionCommand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Three real nodes that lead a thousand partitions each. It takes minutes, and all of two
/// processors: `-Dheadrace.many=true` runs it.
@Tag("slow")
@EnabledIfSystemProperty(named = "headrace.many", matches = "true")
final class ThreeNodesManyPartitionsCompatibilityTest {

  private static final int NODES = 3;
  private static final int LED_BY_EACH = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;

  @Test
  void aRollingRestartUnderLoadCostsNoClientAnErrorAndLeadersAreBroughtHomeByCommand()
      throws Exception {
    try (ThreeNodes cluster = ThreeNodes.start(directory)) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(NODES * LED_BY_EACH, NODES, Map.of());
      clients.awaitInSync(topic, NODES, PATIENCE);
      var turns = cluster.nodes().iterator();

      new Ordeal(NODES, 1_000, 1_000)
          .inflict(
              clients,
              topic,
              () -> {
                NodeProcess node = turns.next();
                assertThat(node.stop()).as(node.output()).isIn(0, 143);
                node.startAgain();
                clients.awaitInSync(topic, NODES, PATIENCE);
              });

      assertThat(leadsElsewhere(clients, topic)).as("as nodes came and went").isNotEmpty();
      KafkaTool elected =
          KafkaTool.run(
              LeaderElectionCommand::main,
              "",
              "--bootstrap-server",
              cluster.node(2).bootstrap(),
              "--election-type",
              "preferred",
              "--all-topic-partitions");
      assertThat(elected.exitCode()).as(elected.output()).isZero();
      Await.until("all lead that should", () -> leadsElsewhere(clients, topic).isEmpty());
    }
  }

  @Test
  void leadersGoHomeByThemselvesInTime() throws Exception {
    Map<String, String> soon = Map.of("leader.imbalance.check.interval.seconds", "3");
    try (ThreeNodes cluster =
        ThreeNodes.startOn(
            IntStream.rangeClosed(1, NODES)
                .mapToObj(id -> Site.in(directory.resolve("node-" + id)))
                .toList(),
            Map.of(1, soon, 2, soon, 3, soon))) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(LED_BY_EACH, NODES, Map.of());
      clients.awaitInSync(topic, NODES, PATIENCE);

      cluster.node(2).stop();
      Await.until("others lead", () -> !leadsElsewhere(clients, topic).isEmpty());
      cluster.node(2).startAgain();

      Await.within(
          PATIENCE, "all lead that should", () -> leadsElsewhere(clients, topic).isEmpty());
    }
  }

  /// The partitions that another than the first of their replicas leads.
  private static List<Integer> leadsElsewhere(Clients clients, String topic) {
    return clients.describe(topic).partitions().stream()
        .filter(
            each -> each.leader() == null || each.leader().id() != each.replicas().getFirst().id())
        .map(TopicPartitionInfo::partition)
        .toList();
  }
}
