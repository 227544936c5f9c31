package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.QuorumInfo.ReplicaState;
import org.apache.kafka.clients.admin.RaftVoterEndpoint;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that was alone becomes the first of several, with all it has and without a format step.
final class GrowingClusterCompatibilityTest {

  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<Integer> controllerPorts = new ArrayList<>();

  @Test
  void aSingleNodeThatHasRunGrowsToThreeAndThenToFour(@TempDir Path directory) {
    Site first = Site.in(directory.resolve("node-1"));
    String topic;
    try (NodeProcess alone = NodeProcess.startOn(first.data(), directory.resolve("node-1"))) {
      Clients clients = Clients.of(alone);
      topic = clients.topic(1);
      write(clients, topic, "alone");
      alone.stop();
    }
    int meetingPort = NodeProcess.freePort();
    String meeting = "127.0.0.1:" + meetingPort;
    try {
      start(first, 1, meetingPort, meeting);
      nodes.getFirst().awaitReady();
      Clients clients = Clients.of(nodes.getFirst());
      assertThat(values(clients, topic, 1)).containsExactly("alone");

      for (int id = 2; id <= 4; id++) {
        start(Site.in(directory.resolve("node-" + id)), id, NodeProcess.freePort(), meeting);
      }
      nodes.forEach(NodeProcess::awaitReady);

      try (Admin admin = clients.admin()) {
        Await.until("three voters by themselves", () -> quorum(admin).voters().size() == 3);
        assertThat(quorum(admin).observers()).hasSize(1);
        moveTo(admin, topic, List.of(1, 2, 3));
        addVoter(admin, quorum(admin).observers().getFirst());
        assertThat(quorum(admin).voters())
            .extracting(ReplicaState::replicaId)
            .containsExactlyInAnyOrder(1, 2, 3, 4);
      }
      write(clients, topic, "together");
      nodes.getFirst().kill();

      Clients others = Clients.of(nodes.get(1));
      write(others, topic, "without the first");
      assertThat(values(others, topic, 3))
          .containsExactly("alone", "together", "without the first");
    } finally {
      nodes.forEach(NodeProcess::close);
    }
  }

  /// Starts a node that is told of one other, or of itself.
  private void start(Site site, int id, int controllerPort, String meeting) {
    int port = NodeProcess.freePort();
    controllerPorts.add(controllerPort);
    String listeners =
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort);
    nodes.add(
        NodeProcess.ofCluster(
            site,
            port,
            List.of(
                "--set",
                "node.id=" + id,
                "--set",
                "listeners=" + listeners,
                "--set",
                "controller.quorum.bootstrap.servers=" + meeting)));
  }

  private static QuorumInfo quorum(Admin admin) {
    return Clients.get(admin.describeMetadataQuorum().quorumInfo());
  }

  private void addVoter(Admin admin, ReplicaState observer) {
    int port = controllerPorts.get(observer.replicaId() - 1);
    Clients.get(
        admin
            .addRaftVoter(
                observer.replicaId(),
                observer.replicaDirectoryId(),
                Set.of(new RaftVoterEndpoint("CONTROLLER", "127.0.0.1", port)))
            .all());
  }

  private static void moveTo(Admin admin, String topic, List<Integer> replicas) {
    var move = Optional.of(new NewPartitionReassignment(replicas));
    Clients.get(
        admin.alterPartitionReassignments(Map.of(new TopicPartition(topic, 0), move)).all());
    Await.until(
        "all replicas are in sync",
        () ->
            Clients.get(admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic)
                    .partitions()
                    .getFirst()
                    .isr()
                    .size()
                == replicas.size());
  }

  private static void write(Clients clients, String topic, String value) {
    try (Producer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "k", value)));
    }
  }

  private static List<String> values(Clients clients, String topic, int count) {
    return clients.readAll(topic, 1, count).stream()
        .sorted(Comparator.comparingLong(ConsumerRecord::offset))
        .map(ConsumerRecord::value)
        .toList();
  }
}
