package io.headrace.cli.kafka;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Effect;
import io.headrace.cli.cluster.Operations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.QuorumInfo.ReplicaState;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;

/// What operators do, asked by an admin client: these commands are rare, and may cost a little
/// more.
final class KafkaOperations implements Operations {

  private final Admin admin;
  private final Calls calls;

  KafkaOperations(Admin admin, Calls calls) {
    this.admin = admin;
    this.calls = calls;
  }

  @Override
  public List<Member> members() {
    var options = new DescribeClusterOptions().includeFencedBrokers(true);
    var members = new ArrayList<Member>();
    for (Node node : calls.await(admin.describeCluster(options).nodes(), "list the nodes")) {
      String rack = node.hasRack() ? node.rack() : "";
      members.add(new Member(node.id(), node.host(), node.port(), rack, !node.isFenced()));
    }
    members.sort(Comparator.comparingInt(Member::id));
    return members;
  }

  @Override
  public Quorum quorum() {
    QuorumInfo info =
        calls.await(admin.describeMetadataQuorum().quorumInfo(), "describe the quorum");
    var replicas = new ArrayList<Voter>();
    ReplicaState leader =
        info.voters().stream()
            .filter(each -> each.replicaId() == info.leaderId())
            .findFirst()
            .orElseGet(() -> info.voters().getFirst());
    info.voters().forEach(each -> replicas.add(voter(each, true, leader)));
    info.observers().forEach(each -> replicas.add(voter(each, false, leader)));
    replicas.sort(Comparator.comparingInt(Voter::node));
    return new Quorum(info.leaderId(), info.leaderEpoch(), info.highWatermark(), replicas);
  }

  /// The clock of all times in there is the leader's.
  private static Voter voter(ReplicaState state, boolean votes, ReplicaState leader) {
    long lag = Math.max(0, leader.logEndOffset() - state.logEndOffset());
    long nowMs = leader.lastFetchTimestamp().orElse(0);
    long silentMs = Math.max(0, nowMs - state.lastFetchTimestamp().orElse(nowMs));
    return new Voter(state.replicaId(), votes, state.logEndOffset(), lag, silentMs);
  }

  /// Nodes of different releases know different levels, so all in service are asked.
  @Override
  public List<Feature> features() {
    var asked = new ArrayList<KafkaFuture<FeatureMetadata>>();
    for (Node node : calls.await(admin.describeCluster().nodes(), "list the nodes")) {
      var options = new DescribeFeaturesOptions().nodeId(node.id());
      asked.add(admin.describeFeatures(options).featureMetadata());
    }
    Map<String, Feature> features = new TreeMap<>();
    for (KafkaFuture<FeatureMetadata> each : asked) {
      for (Feature told : features(calls.await(each, "describe the features"))) {
        features.merge(told.name(), told, Feature::and);
      }
    }
    return List.copyOf(features.values());
  }

  private static List<Feature> features(FeatureMetadata told) {
    var features = new ArrayList<Feature>();
    told.supportedFeatures()
        .forEach((name, range) -> {
          var finalised = told.finalizedFeatures().get(name);
          int level = finalised == null ? 0 : finalised.maxVersionLevel();
          features.add(new Feature(name, level, range.minVersion(), range.maxVersion()));
        });
    return features;
  }

  @Override
  public void raise(String feature, int level, Effect effect) {
    var update = Map.of(feature, new FeatureUpdate((short) level, UpgradeType.UPGRADE));
    var options = new UpdateFeaturesOptions().validateOnly(effect == Effect.CHECK);
    calls.await(
        admin.updateFeatures(update, options).all(), "raise %s to %d".formatted(feature, level));
  }

  @Override
  public void remove(int node) {
    calls.await(admin.unregisterBroker(node).all(), "remove node " + node);
  }

  @Override
  public void removeVote(int node) {
    String what = "take the vote from node " + node;
    QuorumInfo quorum = calls.await(admin.describeMetadataQuorum().quorumInfo(), what);
    for (ReplicaState voter : quorum.voters()) {
      if (voter.replicaId() == node) {
        calls.await(admin.removeRaftVoter(node, voter.replicaDirectoryId()).all(), what);
      }
    }
  }

  @Override
  public void reassign(Map<TopicPartition, List<Integer>> targets) {
    var wanted =
        new HashMap<org.apache.kafka.common.TopicPartition, Optional<NewPartitionReassignment>>();
    targets.forEach((partition, nodes) ->
        wanted.put(Names.theirs(partition), Optional.of(new NewPartitionReassignment(nodes))));
    calls.await(admin.alterPartitionReassignments(wanted).all(), "move partitions");
  }

  @Override
  public void cancel(List<TopicPartition> moving) {
    var wanted =
        new HashMap<org.apache.kafka.common.TopicPartition, Optional<NewPartitionReassignment>>();
    moving.forEach(partition -> wanted.put(Names.theirs(partition), Optional.empty()));
    calls.await(admin.alterPartitionReassignments(wanted).all(), "stop moves");
  }

  @Override
  public Map<TopicPartition, Move> moves() {
    var moves = new TreeMap<TopicPartition, Move>();
    calls
        .await(admin.listPartitionReassignments().reassignments(), "list what moves")
        .forEach((partition, move) ->
            moves.put(
                Names.ours(partition),
                new Move(move.replicas(), move.addingReplicas(), move.removingReplicas())));
    return moves;
  }
}
