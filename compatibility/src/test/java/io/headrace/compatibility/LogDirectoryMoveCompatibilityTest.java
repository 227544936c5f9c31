package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.reassign.ReassignPartitionsCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Replicas go from one log directory of their node to another, while they are written to and read
/// (KIP-113).
final class LogDirectoryMoveCompatibilityTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void nobodyNoticesThatReplicasMoveNorIsAnythingLostWhenTheNodeIsKilledOnTheWay()
      throws Exception {
    Path one = directory.resolve("data");
    Path two = directory.resolve("more");
    try (NodeProcess node = NodeProcess.start(directory, "log.dirs=" + one + "," + two)) {
      Clients clients = Clients.of(node);
      String topic = clients.topic(Ordeal.PARTITIONS);
      int[] blows = new int[1];
      new Ordeal(4, 500, 1_000)
          .inflict(
              clients,
              topic,
              () -> {
                Path to = blows[0]++ % 2 == 0 ? two : one;
                ask(clients, topic, to);
                if (blows[0] > 2) {
                  node.kill();
                  node.startAgain();
                }
                Await.within(PATIENCE, "all are in " + to, () -> areAllIn(clients, topic, to));
              });
    }
  }

  /// In Kafka the name of a topic is that of its directories, which is where its limit comes from:
  /// with a suffix for a move or a deletion it must not be too long for the disk.
  @Test
  void theLongestNameCanBeMadeMovedAndDeleted() throws Exception {
    Path one = directory.resolve("data");
    Path two = directory.resolve("more");
    String longest = "x".repeat(249);
    try (NodeProcess node = NodeProcess.start(directory, "log.dirs=" + one + "," + two)) {
      Clients clients = Clients.of(node);
      try (Admin admin = clients.admin()) {
        for (String topic : List.of(longest, longest.replace("xx", "x."))) {
          Clients.get(admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all());
          fill(clients, topic);
          for (Path to : List.of(two, one, two)) {
            ask(clients, topic, to);
            Await.within(PATIENCE, "all are in " + to, () -> areAllIn(clients, topic, to));
          }
          node.kill();
          node.startAgain();
          assertThat(clients.readAll(topic, 2, 100)).hasSize(100);
          Clients.get(admin.deleteTopics(List.of(topic)).all());
        }
        var tooLong = List.of(new NewTopic(longest + "x", 1, (short) 1));
        assertThatThrownBy(() -> Clients.get(admin.createTopics(tooLong).all()))
            .isInstanceOf(InvalidTopicException.class);
      }
    }
  }

  private static void fill(Clients clients, String topic) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>(topic, i % 2, "key", "value " + i));
      }
    }
  }

  private static void ask(Clients clients, String topic, Path to) {
    try (Admin admin = clients.admin()) {
      Map<TopicPartitionReplica, String> wanted = new HashMap<>();
      replicas(clients, topic).forEach(replica -> wanted.put(replica, to.toString()));
      Clients.get(admin.alterReplicaLogDirs(wanted).all());
    }
  }

  private static List<TopicPartitionReplica> replicas(Clients clients, String topic) {
    return clients.describe(topic).partitions().stream()
        .flatMap(each ->
            each.replicas().stream()
                .map(node -> new TopicPartitionReplica(topic, each.partition(), node.id())))
        .toList();
  }

  private static boolean areAllIn(Clients clients, String topic, Path directory) {
    try (Admin admin = clients.admin()) {
      return Clients.get(admin.describeReplicaLogDirs(replicas(clients, topic)).all())
          .values()
          .stream()
          .allMatch(where -> isIn(where, directory));
    }
  }

  private static boolean isIn(ReplicaLogDirInfo where, Path directory) {
    return directory.toString().equals(where.getCurrentReplicaLogDir())
        && where.getFutureReplicaLogDir() == null;
  }

  @Test
  void kafkaReassignPartitionsMovesReplicasOfThreeNodes() throws Exception {
    List<Site> sites =
        IntStream.rangeClosed(1, 3)
            .mapToObj(id -> Site.in(directory.resolve("node-" + id)))
            .toList();
    Map<Integer, Map<String, String>> own = new HashMap<>();
    for (int id = 1; id <= 3; id++) {
      own.put(id, Map.of("log.dirs", data(id) + "," + more(id)));
    }
    try (ThreeNodes cluster = ThreeNodes.startOn(sites, own)) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(Ordeal.PARTITIONS, 3, Map.of());
      new Ordeal(1, 500, 1_000)
          .inflict(
              clients,
              topic,
              () -> {
                List<TopicPartitionInfo> partitions = clients.describe(topic).partitions();
                reassign(cluster, partitions.stream().map(each -> all(topic, each)).toList());
              });
      try (Admin admin = clients.admin()) {
        Clients.get(admin.describeReplicaLogDirs(replicas(clients, topic)).all())
            .forEach((replica, where) ->
                assertThat(isIn(where, more(replica.brokerId()))).as("%s", replica).isTrue());
      }

      String young = Clients.unique("young");
      run(cluster, TopicCommand::main, "--create --replica-assignment 1:2 --topic " + young);
      reassign(cluster, List.of(entry(young, 0, List.of(2, 3), "any", more(3).toString())));
      try (Admin admin = clients.admin()) {
        var replica = new TopicPartitionReplica(young, 0, 3);
        assertThat(
                Clients.get(admin.describeReplicaLogDirs(List.of(replica)).all())
                    .get(replica)
                    .getCurrentReplicaLogDir())
            .as("a replica is made where it was asked for")
            .isEqualTo(more(3).toString());
      }
    }
  }

  private Path data(int node) {
    return directory.resolve("node-" + node).resolve("data");
  }

  private Path more(int node) {
    return directory.resolve("node-" + node).resolve("more");
  }

  private String all(String topic, TopicPartitionInfo partition) {
    List<Integer> nodes = partition.replicas().stream().map(node -> node.id()).toList();
    String[] places = nodes.stream().map(id -> more(id).toString()).toArray(String[]::new);
    return entry(topic, partition.partition(), nodes, places);
  }

  private static String entry(String topic, int partition, List<Integer> nodes, String... places) {
    return "{'topic':'%s','partition':%d,'replicas':%s,'log_dirs':[%s]}"
        .formatted(
            topic,
            partition,
            nodes,
            List.of(places).stream()
                .map(place -> "'" + place + "'")
                .collect(Collectors.joining(",")));
  }

  private void reassign(ThreeNodes cluster, List<String> entries) throws IOException {
    String json = "{'version':1,'partitions':[%s]}".formatted(String.join(",", entries));
    Path file = Files.writeString(directory.resolve("moves.json"), json.replace('\'', '"'));
    KafkaTool executed =
        run(cluster, ReassignPartitionsCommand::main, "--execute --reassignment-json-file " + file);
    assertThat(executed.exitCode()).as(executed.output()).isZero();
    Await.within(
        PATIENCE,
        "the moves are complete",
        () -> {
          String said =
              run(
                      cluster,
                      ReassignPartitionsCommand::main,
                      "--verify --reassignment-json-file " + file)
                  .output();
          return said.contains("completed successfully") && !said.contains("in progress");
        });
  }

  private static KafkaTool run(ThreeNodes cluster, KafkaTool.Main tool, String words) {
    String all = "--bootstrap-server " + cluster.node(1).bootstrap() + " " + words;
    return KafkaTool.run(tool, "", all.split(" "));
  }
}
