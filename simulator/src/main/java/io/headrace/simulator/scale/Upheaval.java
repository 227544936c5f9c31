package io.headrace.simulator.scale;

import io.headrace.controller.config.ConfigEdit;
import io.headrace.controller.partition.ElectionRequest;
import io.headrace.controller.partition.InSyncProposal;
import io.headrace.controller.partition.InSyncProposal.Member;
import io.headrace.controller.partition.ReassignmentRequest;
import io.headrace.controller.partition.ReassignmentRequest.ReplicationFactor;
import io.headrace.controller.partition.ReassignmentRequest.Wanted;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.metadata.config.BrokerConfigKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What concerns very many partitions at once: how long the controller does nothing else for it.
final class Upheaval {
  private static final int PARTITIONS_REASSIGNED = 10_000;

  private final LargeCluster cluster;
  private final Figures figures;

  Upheaval(LargeCluster cluster, Figures figures) {
    this.cluster = cluster;
    this.figures = figures;
  }

  /// @param broker that was fenced, and leads nothing any more
  /// @param other one that serves
  void measure(int broker, int other) {
    turn("it is back: longest turn, CPU ms", () -> cluster.register(broker, 2));
    measureReturn(broker);
    turn("preferred leaders elected, all: longest turn, CPU ms", this::electAll);
    turn("the same, none needed: longest turn, CPU ms", this::electAll);
    turn("10,000 partitions reassigned: longest turn, CPU ms", this::reassignSome);
    turn("a broker is drained: longest turn, CPU ms", () -> drain(broker));
    turn("a broker is unregistered: longest turn, CPU ms", () -> unregister(other));
  }

  private void turn(String row, Meter.Work work) {
    work.run();
    figures.add(row, cluster.longestTurnMs());
  }

  /// Each leader proposes all at once that it is in sync again.
  private void measureReturn(int broker) {
    ClusterImage image = cluster.image();
    BrokerImage back = Objects.requireNonNull(image.broker(broker));
    Map<Integer, List<InSyncProposal>> byLeader = new TreeMap<>();
    for (TopicImage topic : image.topics()) {
      for (PartitionImage partition : topic.partitions()) {
        if (partition.replicas().contains(broker) && !partition.inSync().contains(broker)) {
          byLeader
              .computeIfAbsent(partition.leader(), _ -> new ArrayList<>())
              .add(joinedBy(back, image, topic, partition));
        }
      }
    }
    double longestMs = 0;
    for (Map.Entry<Integer, List<InSyncProposal>> each : byLeader.entrySet()) {
      BrokerImage leader = Objects.requireNonNull(image.broker(each.getKey()));
      cluster.run(() ->
          cluster.controller.alterInSync(
              LargeCluster.request(), leader.id(), leader.epoch(), each.getValue(), _ -> {}));
      longestMs = Math.max(longestMs, cluster.longestTurnMs());
    }
    figures.add("it is in sync again: longest turn, CPU ms", longestMs);
  }

  private static InSyncProposal joinedBy(
      BrokerImage broker, ClusterImage image, TopicImage topic, PartitionImage partition) {
    var members = new ArrayList<Member>();
    for (int id : partition.inSync()) {
      members.add(new Member(id, Objects.requireNonNull(image.broker(id)).epoch()));
    }
    members.add(new Member(broker.id(), broker.epoch()));
    return new InSyncProposal(
        topic.id(),
        partition.partition(),
        partition.leaderEpoch(),
        partition.partitionEpoch(),
        members);
  }

  private void electAll() {
    var all = new ElectionRequest(ElectionRequest.Kind.PREFERRED, null);
    cluster.run(() -> cluster.controller.electLeaders(LargeCluster.request(), all, _ -> {}));
  }

  /// Each to the brokers whose ids are one higher.
  private void reassignSome() {
    int brokers = cluster.image().brokersById().size();
    var wanted = new ArrayList<Wanted>();
    for (TopicImage topic : cluster.image().topics()) {
      for (PartitionImage partition : topic.partitions()) {
        wanted.add(
            new Wanted(
                topic.name(),
                partition.partition(),
                partition.replicas().stream().map(id -> id % brokers + 1).toList()));
      }
      if (wanted.size() >= PARTITIONS_REASSIGNED) {
        break;
      }
    }
    var request = new ReassignmentRequest(ReplicationFactor.STAYS, wanted);
    cluster.run(() -> cluster.controller.reassign(LargeCluster.request(), request, _ -> {}));
  }

  private void drain(int broker) {
    var edit =
        new ConfigEdit(
            new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(broker)),
            ConfigEdit.Style.INCREMENTAL,
            List.of(new ConfigEdit.Operation(BrokerConfigKeys.DRAIN, ConfigEdit.Kind.SET, "true")));
    cluster.run(
        () -> cluster.controller.alterConfigs(LargeCluster.request(), List.of(edit), _ -> {}));
  }

  private void unregister(int broker) {
    cluster.run(() -> cluster.controller.unregisterBroker(LargeCluster.request(), broker, _ -> {}));
  }
}
