package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.admin.ConfigCommand;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.tools.BrokerApiVersionsCommand;
import org.apache.kafka.tools.ClusterTool;
import org.apache.kafka.tools.FeatureCommand;
import org.apache.kafka.tools.LeaderElectionCommand;
import org.apache.kafka.tools.LogDirsCommand;
import org.apache.kafka.tools.MetadataQuorumCommand;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.reassign.ReassignPartitionsCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators of Apache Kafka do to a cluster with its own tools, unchanged, asked of each of
/// three nodes and of their controllers in turn: that one of them leads must not show.
final class ClusterToolsCompatibilityTest {

  @TempDir private static Path directory;
  private static ThreeNodes cluster;

  @TempDir private Path files;
  private final String topic = Clients.unique("tools");

  @BeforeAll
  static void start() {
    cluster = ThreeNodes.start(directory);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void theQuorumIsDescribedByEveryNodeAndController() {
    for (int id = 1; id <= 3; id++) {
      assertSays(
          atNode(id, MetadataQuorumCommand::main, "describe --status"),
          "LeaderId:",
          "\"id\": 1",
          "\"id\": 2",
          "\"id\": 3",
          "CONTROLLER://");
      assertSays(
          atController(id, MetadataQuorumCommand::main, "describe --replication --human-readable"),
          "Leader",
          "Follower");
    }
  }

  @Test
  void aVoterIsRemovedAndAddedByCommand() throws Exception {
    try (Admin admin = Clients.of(cluster).admin()) {
      String directoryId =
          Clients.get(admin.describeMetadataQuorum().quorumInfo()).voters().stream()
              .filter(voter -> voter.replicaId() == 3)
              .map(voter -> voter.replicaDirectoryId().toString())
              .findFirst()
              .orElseThrow();
      NodeProcess node = cluster.node(3);
      node.stop();

      KafkaTool removed =
          atNode(
              1,
              MetadataQuorumCommand::main,
              "remove-controller --controller-id 3 --controller-directory-id " + directoryId);
      assertSays(removed, "KRaft controller 3 with directory id " + directoryId);
      assertThat(voters(admin)).containsExactlyInAnyOrder(1, 2);

      node.startAgain();
      // With fewer than three voters it comes back by itself: the command finds it there or just
      // being added.
      KafkaTool added =
          KafkaTool.run(
              MetadataQuorumCommand::main,
              "",
              "--bootstrap-controller",
              cluster.controller(2),
              "--command-config",
              cluster.properties(3, files.resolve("server.properties")).toString(),
              "add-controller");
      assertThat(added.output())
          .containsAnyOf("Added controller 3", "already part of", "previous voter change request");
      Await.until("three voters", () -> voters(admin).size() == 3);
    }
  }

  private static List<Integer> voters(Admin admin) {
    QuorumInfo quorum = Clients.get(admin.describeMetadataQuorum().quorumInfo());
    return quorum.voters().stream().map(QuorumInfo.ReplicaState::replicaId).toList();
  }

  @Test
  void partitionsAreMovedUnderAThrottle() throws Exception {
    assertSays(
        atNode(2, TopicCommand::main, "--create --topic", topic, "--replica-assignment 1:2,2:3"));
    Path topics = json("topics", "{'version':1,'topics':[{'topic':'%s'}]}");
    Path moves =
        json(
            "moves",
            "{'version':1,'partitions':[{'topic':'%1$s','partition':0,'replicas':[3,2]},"
                + "{'topic':'%1$s','partition':1,'replicas':[1,2]}]}");

    assertSays(
        reassign(1, "--generate --broker-list 1,2,3 --topics-to-move-json-file", topics),
        "Proposed partition reassignment configuration");
    assertSays(
        reassign(2, "--execute --throttle 50000000 --reassignment-json-file", moves),
        "The inter-broker throttle limit was set to 50000000 B/s",
        "Successfully started partition reassignments");
    assertSays(
        atNode(1, ConfigCommand::main, "--describe --entity-type brokers --entity-name 1"),
        "leader.replication.throttled.rate=50000000");
    assertSays(
        atController(3, ReassignPartitionsCommand::main, "--list"),
        "artition reassignments"); // those that go on, or none any more
    Await.until(
        "the moves are complete",
        () ->
            reassign(3, "--verify --reassignment-json-file", moves)
                .output()
                .contains("Clearing topic-level throttles"));
    assertSays(
        atNode(1, TopicCommand::main, "--describe --topic", topic),
        "Replicas: 3,2",
        "Replicas: 1,2");
    assertSays(
        reassign(2, "--cancel --reassignment-json-file", moves),
        "None of the specified partition reassignments are active");
  }

  @Test
  void leadersAreElected() {
    assertSays(
        atNode(3, TopicCommand::main, "--create --topic", topic, "--replica-assignment 1:2:3"));
    assertSays(
        atNode(2, LeaderElectionCommand::main, "--election-type preferred --all-topic-partitions"));
    assertSays(
        atNode(
            1, LeaderElectionCommand::main, "--election-type unclean --partition 0 --topic", topic),
        "Valid replica already elected for partitions " + topic + "-0");
    KafkaTool unknown =
        atNode(
            1, LeaderElectionCommand::main, "--election-type preferred --partition 9 --topic nope");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.output()).contains("UnknownTopicOrPartitionException");
  }

  @Test
  void featuresAreToldAndRaisedOnlyToWhatAllKnow() {
    for (int id = 1; id <= 3; id++) {
      assertSays(
          atNode(id, FeatureCommand::main, "describe"),
          "headrace.version",
          "kraft.version",
          "eligible.leader.replicas.version");
      assertSays(
          atController(id, FeatureCommand::main, "upgrade --feature headrace.version=1"),
          "headrace.version was upgraded to 1.");
      KafkaTool tooHigh =
          atController(id, FeatureCommand::main, "upgrade --feature headrace.version=7");
      assertThat(tooHigh.exitCode()).isEqualTo(1);
      assertThat(tooHigh.output()).contains("only supports versions 1-1");
    }
    KafkaTool down = atNode(2, FeatureCommand::main, "downgrade --feature kraft.version=0");
    assertThat(down.exitCode()).isEqualTo(1);
  }

  @Test
  void brokersAndTheirConfigsAreToldByEveryNodeAndController() {
    for (int id = 1; id <= 3; id++) {
      assertSays(
          clusterTool(
              "list-endpoints --include-fenced-brokers",
              "--bootstrap-server",
              cluster.node(id).bootstrap()),
          "unfenced");
      assertSays(
          clusterTool("list-endpoints", "--bootstrap-controller", cluster.controller(id)),
          "controller");
      assertSays(
          clusterTool("cluster-id", "--bootstrap-controller", cluster.controller(id)),
          "Cluster ID: ");
      assertSays(atNode(id, BrokerApiVersionsCommand::main, ""), "(id: 1", "(id: 2", "(id: 3");
      String other = Integer.toString(id % 3 + 1);
      assertSays(
          atNode(
              id,
              ConfigCommand::main,
              "--alter --entity-type brokers --add-config log.retention.ms=987654321 --entity-name",
              other));
      assertSays(
          atController(
              id % 3 + 1,
              ConfigCommand::main,
              "--describe --entity-type brokers --entity-name",
              other),
          "log.retention.ms=987654321");
      assertSays(
          atController(
              id,
              ConfigCommand::main,
              "--alter --entity-type brokers --delete-config log.retention.ms --entity-name",
              other));
    }
    KafkaTool unknown =
        clusterTool("unregister --id 7", "--bootstrap-server", cluster.node(1).bootstrap());
    assertThat(unknown.output()).contains("not currently registered");
  }

  @Test
  void topicsTellWhatIsWrongWithThem() {
    assertSays(
        atNode(1, TopicCommand::main, "--create --replica-assignment 3:1,2:1 --topic", topic));
    String alone = topic + "-alone";
    assertSays(atNode(2, TopicCommand::main, "--create --replica-assignment 3 --topic", alone));
    assertSays(atNode(2, TopicCommand::main, "--alter --partitions 3 --topic", topic));
    NodeProcess node = cluster.node(3);
    node.kill();

    Await.until("3 is missed", () -> troubled("--unavailable-partitions").contains(alone));
    assertThat(troubled("--under-replicated-partitions"))
        .contains("Topic: " + topic + "\tPartition: 0")
        .doesNotContain("Topic: " + topic + "\tPartition: 1");
    assertThat(troubled("--at-min-isr-partitions")).contains("Topic: " + topic);
    assertThat(troubled("--under-min-isr-partitions")).contains("Topic: " + alone);
    KafkaTool election =
        atNode(
            1,
            LeaderElectionCommand::main,
            "--election-type preferred --partition 0 --topic",
            topic);
    assertThat(election.output()).contains("PreferredLeaderNotAvailableException");
    assertSays(
        clusterTool(
            "list-endpoints --include-fenced-brokers",
            "--bootstrap-server",
            cluster.node(1).bootstrap()),
        " fenced ");
    assertSays(atNode(1, LogDirsCommand::main, "--describe"), "from brokers 1,2");

    node.startAgain();
    Await.until(
        "3 has caught up", () -> !troubled("--under-replicated-partitions").contains(topic));
  }

  private static String troubled(String option) {
    return atNode(2, TopicCommand::main, "--describe " + option).output();
  }

  private KafkaTool reassign(int node, String words, Path file) {
    return atNode(node, ReassignPartitionsCommand::main, words, file.toString());
  }

  private Path json(String name, String text) throws IOException {
    return Files.writeString(
        files.resolve(name + ".json"), text.formatted(topic).replace('\'', '"'));
  }

  private static KafkaTool atNode(int id, KafkaTool.Main tool, String... words) {
    return run(tool, "--bootstrap-server", cluster.node(id).bootstrap(), words);
  }

  private static KafkaTool atController(int id, KafkaTool.Main tool, String... words) {
    return run(tool, "--bootstrap-controller", cluster.controller(id), words);
  }

  /// This one wants to hear first what it shall do.
  private static KafkaTool clusterTool(String words, String option, String address) {
    return KafkaTool.run(ClusterTool::main, "", (words + " " + option + " " + address).split(" "));
  }

  private static KafkaTool run(KafkaTool.Main tool, String option, String address, String[] words) {
    String line = String.join(" ", words).strip();
    String all = option + " " + address + (line.isEmpty() ? "" : " " + line);
    return KafkaTool.run(tool, "", all.split(" "));
  }

  private static void assertSays(KafkaTool tool, String... expected) {
    assertThat(tool.exitCode()).as(tool.output()).isZero();
    for (String each : expected) {
      assertThat(tool.output()).contains(each);
    }
  }
}
