package io.headrace.simulator.cluster;

import io.headrace.metadata.ClusterImage;
import io.headrace.runtime.Peers;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.NodeConnection;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// A client's process: it has a line to every node, and asks any of them who leads.
final class ClusterClient {
  private static final int METADATA_VERSION = 12;

  /// Nobody leads, or it cannot be learnt now.
  static final int NOBODY = -1;

  private static final Leader UNKNOWN = new Leader(NOBODY, -1);

  /// So long a request may take before the client gives up on its connection.
  private static final long TIMEOUT_NS = 1_500_000_000L;

  private static final long PAUSE_NS = 120_000_000;

  private final SimulatedCluster cluster;
  private final Life life;
  private final SimulatedRandom random;
  private final List<NodeConnection> lines = new ArrayList<>();
  private final List<SimulatedClient> nodes = new ArrayList<>();

  ClusterClient(SimulatedCluster cluster) {
    this.cluster = cluster;
    String host = cluster.newClientHost();
    life = new SimulatedMachine(cluster.world()).life();
    random = cluster.world().random().fork();
    Peers peers = cluster.network().peersOf(life, host);
    for (ClusterNode node : cluster.nodes()) {
      var line = new Line(peers.at(node.host(), ClusterNode.CLIENT_PORT));
      lines.add(line);
      nodes.add(new SimulatedClient(cluster.world(), line));
    }
  }

  SimulatedRandom random() {
    return random;
  }

  /// Of the run.
  long seed() {
    return cluster.world().seed();
  }

  /// What its clock shows: the clocks of clients do not jump.
  long wallMs() {
    return life.clock().wallMs();
  }

  long nowNs() {
    return cluster.world().nowNs();
  }

  /// When bits were flipped last on some node's disk.
  long rottenNs() {
    return cluster.rottenNs();
  }

  /// This client as a client of one node.
  SimulatedClient at(int nodeId) {
    return nodes.get(nodeId - 1);
  }

  /// Some node other than this one, a different one each time.
  int anotherThan(int nodeId, int turn) {
    int others = Math.max(1, nodes.size() - 1);
    return (nodeId + turn % others) % nodes.size() + 1;
  }

  NodeConnection lineTo(int nodeId) {
    return lines.get(nodeId - 1);
  }

  /// As a client of whoever coordinates a group.
  SimulatedClient atCoordinatorOf(String group) {
    return new SimulatedClient(cluster.world(), new CoordinatorLine(this, group));
  }

  /// As a client of whichever node.
  SimulatedClient anywhere() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  /// Who leads, and in which epoch; [#NOBODY] if that is not known.
  record Leader(int node, int epoch) {}

  /// Asks some node who leads a partition; `then` hears [#NOBODY] if that is not known.
  void findLeader(Target target, IntConsumer then) {
    findTerm(target, found -> then.accept(found.node()));
  }

  /// As [#findLeader], with the epoch.
  void findTerm(Target target, Consumer<Leader> then) {
    var request =
        new MetadataRequestData()
            .setTopics(
                List.of(
                    new MetadataRequestData.MetadataRequestTopic().setName(target.topic().name())))
            .setAllowAutoTopicCreation(false);
    anywhere()
        .ask(
            ApiKeys.METADATA,
            METADATA_VERSION,
            request,
            MetadataResponseData.class,
            answer -> then.accept(answer == null ? UNKNOWN : leaderIn(answer, target)));
  }

  private static Leader leaderIn(MetadataResponseData answer, Target target) {
    var topic = answer.topics().iterator().next();
    if (topic.errorCode() != 0 || !topic.topicId().equals(target.topic().id())) {
      return UNKNOWN;
    }
    return topic.partitions().stream()
        .filter(each -> each.partitionIndex() == target.partition())
        .filter(each -> each.errorCode() == Errors.NONE.code())
        .map(each -> new Leader(each.leaderId(), each.leaderEpoch()))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /// The latest that any node knows.
  ClusterImage latestImage() {
    return cluster.latestImage();
  }

  /// Does something after a short while.
  void soon(Runnable action) {
    nodes.getFirst().soon(action);
  }

  /// Does something after a longer while.
  void later(Runnable action) {
    cluster.world().after(random.between(0, PAUSE_NS), action);
  }

  /// @throws InvariantViolation if this client saw a promise broken
  void checkSane() {
    Throwable uncaught = life.uncaught();
    if (uncaught instanceof InvariantViolation violation) {
      throw violation;
    } else if (uncaught != null) {
      throw new IllegalStateException("a client's own mistake", uncaught);
    }
  }

  private record Line(Peers.Peer peer) implements NodeConnection {
    @Override
    public void send(ByteBuffer frame, Consumer<@Nullable ByteBuffer> answer) {
      peer.send(
          frame,
          TIMEOUT_NS,
          new Peers.Answer() {
            @Override
            public void onAnswer(ByteBuffer bytes) {
              answer.accept(bytes);
            }

            @Override
            public void onLost(IOException cause) {
              answer.accept(null);
            }
          });
    }
  }
}
