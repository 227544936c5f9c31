package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.compatibility.NodesOfFiles.Quorum;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.tools.ClusterTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files written for a Kafka 4 cluster start Headrace as they are, without a format step.
final class ServerPropertiesCompatibilityTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// The exit code of a process that was asked to end by a signal.
  private static final int SIGTERM = 143;

  @ParameterizedTest
  @EnumSource
  void threeNodesWithBothRolesAreACluster(Quorum quorum, @TempDir Path directory) {
    try (var cluster = NodesOfFiles.start(directory, quorum, "server", "server", "server")) {
      assertServes(cluster, 1);
      assertThat(cluster.node(1).output())
          .contains("settings that mean nothing here: inter.broker.listener.name, num.io.threads")
          .doesNotContain(" ERROR ");
    }
  }

  @Test
  void controllersAndBrokersApartAreACluster(@TempDir Path directory) {
    String controller = "controller";
    String broker = "broker";
    try (var cluster =
        NodesOfFiles.start(
            directory,
            Quorum.BOOTSTRAP_SERVERS,
            controller,
            controller,
            controller,
            broker,
            broker,
            broker)) {
      assertThat(said(cluster, ClusterTool::main, "list-endpoints --bootstrap-controller"))
          .contains(cluster.controller(1).replace(":", " "), "controller")
          .doesNotContain("broker");
      int leader = leader(cluster);
      assertThat(leader).isLessThanOrEqualTo(3);
      String launcher = Repository.launcher().toString();
      Command status = Command.run(launcher, "status", "-o", "json", "-b", cluster.bootstrap());
      assertThat(status.output())
          .contains("\"controller\":" + leader + ",")
          .doesNotContain("\"controller\":\"yes\"");

      assertThat(cluster.node(leader).stop()).isEqualTo(SIGTERM);

      assertServes(cluster, 4);
      assertThat(leader(cluster)).isLessThanOrEqualTo(3).isNotEqualTo(leader);
    }
  }

  @Test
  void aListenerTakesNoMoreConnectionsThanItsOwnSettingSays(@TempDir Path directory)
      throws IOException {
    try (NodeProcess node =
            NodeProcess.start(directory, "listener.name.plaintext.max.connections=2");
        var first = new WireClient(node.bootstrap());
        var second = new WireClient(node.bootstrap())) {
      Await.until("the probes of the start are gone", () -> isServed(first) && isServed(second));
      try (var third = new WireClient(node.bootstrap())) {
        assertThat(isServed(third)).isFalse();
      }
      assertThat(isServed(first) && isServed(second)).isTrue();
      assertThat(node.output()).contains("listener.name.plaintext.max.connections=2 reached");
    }
  }

  private static boolean isServed(WireClient client) {
    client.ask("question", ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    return !client.answers().sequencedValues().getLast().asText().equals("closed");
  }

  private static int leader(NodesOfFiles cluster) {
    try (Admin admin = Clients.of(cluster).admin()) {
      return Clients.get(admin.describeMetadataQuorum().quorumInfo()).leaderId();
    }
  }

  /// What a tool says of the first controller.
  private static String said(NodesOfFiles cluster, KafkaTool.Main tool, String words) {
    return KafkaTool.run(tool, "", (words + " " + cluster.controller(1)).split(" "))
        .output()
        .replaceAll(" +", " ");
  }

  /// Records and a group outlive a node, one that leads as likely as not.
  private static void assertServes(NodesOfFiles cluster, int victim) {
    Clients clients = Clients.of(cluster);
    String topic = clients.topic(3, 3, Map.of("min.insync.replicas", "2"));
    clients.awaitInSync(topic, 3, PATIENCE);
    try (Producer<String, String> producer = clients.producer();
        Consumer<String, String> consumer = clients.consumer("readers")) {
      consumer.subscribe(List.of(topic));
      Clients.get(producer.send(new ProducerRecord<>(topic, 0, "k", "before")));
      assertThat(Clients.poll(consumer, 1)).hasSize(1);
      consumer.commitSync();

      cluster.node(victim).kill();

      for (int partition = 0; partition < 3; partition++) {
        Clients.get(producer.send(new ProducerRecord<>(topic, partition, "k", "after")));
      }
      assertThat(Clients.poll(consumer, 3))
          .extracting(ConsumerRecord::value)
          .containsExactly("after", "after", "after");
      consumer.commitSync();
    }
  }
}
