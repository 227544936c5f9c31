package io.headrace.compatibility;

import static io.headrace.compatibility.WireClient.inEveryVersion;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AddRaftVoterRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDir;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData.PartitionData;
import org.apache.kafka.common.message.DescribeQuorumRequestData.TopicData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitions;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitionsCollection;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData.ListPartitionReassignmentsTopics;
import org.apache.kafka.common.message.RemoveRaftVoterRequestData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/// Questions about who leads what, where replicas lie, and who votes. None changes anything: there
/// is one node, and it stays.
final class WireClusterQuestions {

  private static final int TIMEOUT_MS = 20_000;
  private static final String TOPIC = "led";

  private WireClusterQuestions() {}

  static void ask(WireClient client) {
    WireTopicQuestions.createTopic(client, TOPIC, 2);
    inEveryVersion(ApiKeys.ELECT_LEADERS, v -> electLeaders(client, v));
    inEveryVersion(ApiKeys.ALTER_PARTITION_REASSIGNMENTS, v -> reassign(client, v));
    inEveryVersion(ApiKeys.LIST_PARTITION_REASSIGNMENTS, v -> listReassignments(client, v));
    inEveryVersion(ApiKeys.ALTER_REPLICA_LOG_DIRS, v -> moveReplicas(client, v));
    inEveryVersion(ApiKeys.DESCRIBE_QUORUM, v -> describeQuorum(client, v));
    inEveryVersion(ApiKeys.UPDATE_FEATURES, v -> updateFeatures(client, v));
    inEveryVersion(ApiKeys.UNREGISTER_BROKER, v -> unregister(client, v));
    inEveryVersion(ApiKeys.ADD_RAFT_VOTER, v -> addVoter(client, v));
    inEveryVersion(ApiKeys.REMOVE_RAFT_VOTER, v -> removeVoter(client, v));
  }

  private static TopicPartitions of(String topic, Integer... partitions) {
    return new TopicPartitions().setTopic(topic).setPartitions(List.of(partitions));
  }

  private static void electLeaders(WireClient client, int v) {
    for (int type : List.of(0, 1, 2, -1)) {
      elect(client, v, "known", type, of(TOPIC, 0, 1));
      elect(client, v, "unknown partition", type, of(TOPIC, 9));
    }
    elect(client, v, "negative partition", 0, of(TOPIC, -1));
    elect(client, v, "partition twice", 0, of(TOPIC, 0, 0));
    elect(client, v, "unknown partition twice", 0, of(TOPIC, 9, 9));
    elect(client, v, "unknown topic", 0, of("nowhere", 0, 1), of(TOPIC, 0));
    elect(client, v, "topic twice", 0, of("nowhere", 0), of("nowhere", 1));
    elect(client, v, "bad name", 0, of("a b", 0));
    elect(client, v, "no name", 0, of("", 0));
    elect(client, v, "no partitions", 0, of(TOPIC));
    elect(client, v, "nothing", 0);
    var all = new ElectLeadersRequestData().setTimeoutMs(TIMEOUT_MS).setTopicPartitions(null);
    client.ask("all", ApiKeys.ELECT_LEADERS, v, all);
    if (v > 0) {
      var unclean = all.duplicate().setElectionType((byte) 1);
      client.ask("all, unclean", ApiKeys.ELECT_LEADERS, v, unclean);
    }
  }

  private static void elect(
      WireClient client, int v, String story, int type, TopicPartitions... topics) {
    if (v == 0 && type != 0) {
      return; // it knows no types
    }
    var collection = new TopicPartitionsCollection();
    for (TopicPartitions topic : topics) {
      collection.mustAdd(topic);
    }
    var request =
        new ElectLeadersRequestData()
            .setElectionType((byte) type)
            .setTopicPartitions(collection)
            .setTimeoutMs(TIMEOUT_MS);
    client.ask(story + ", type " + type, ApiKeys.ELECT_LEADERS, v, request);
  }

  private static ReassignableTopic to(
      String topic, int partition, @Nullable List<Integer> replicas) {
    return new ReassignableTopic()
        .setName(topic)
        .setPartitions(
            List.of(
                new ReassignablePartition().setPartitionIndex(partition).setReplicas(replicas)));
  }

  private static void reassign(WireClient client, int v) {
    Map<String, ReassignableTopic> questions = new LinkedHashMap<>();
    questions.put("stays", to(TOPIC, 0, List.of(1)));
    questions.put("not on its way", to(TOPIC, 0, null));
    questions.put("to nobody", to(TOPIC, 0, List.of()));
    questions.put("twice to one", to(TOPIC, 0, List.of(1, 1)));
    questions.put("to a stranger", to(TOPIC, 0, List.of(77)));
    questions.put("to a stranger too", to(TOPIC, 0, List.of(1, 77)));
    questions.put("to a negative one", to(TOPIC, 0, List.of(-1)));
    questions.put("to a negative one too", to(TOPIC, 0, List.of(-3, 1)));
    questions.put("twice to a stranger", to(TOPIC, 0, List.of(77, 77)));
    questions.put("unknown partition", to(TOPIC, 9, List.of(1)));
    questions.put("unknown partition, not on its way", to(TOPIC, 9, null));
    questions.put("unknown partition to a stranger", to(TOPIC, 9, List.of(77)));
    questions.put("negative partition", to(TOPIC, -1, List.of(1)));
    questions.put("unknown topic", to("nowhere", 0, List.of(1)));
    questions.put("unknown topic, not on its way", to("nowhere", 0, null));
    questions.put("bad name", to("a b", 0, List.of(1)));
    questions.put("no name", to("", 0, List.of(1)));
    questions.put("no partitions", new ReassignableTopic().setName(TOPIC));
    questions.forEach((story, topic) -> reassign(client, v, story, topic));
    reassign(client, v, "nothing");
    reassign(client, v, "topic twice", to(TOPIC, 0, List.of(1)), to(TOPIC, 0, List.of(1)));
    reassign(client, v, "good and bad", to(TOPIC, 1, List.of(1)), to(TOPIC, 0, List.of(77)));
    var many = Arrays.asList(new Integer[40_000]);
    many.replaceAll(_ -> 1);
    reassign(client, v, "40,000 times to one", to(TOPIC, 0, many));
  }

  private static void reassign(
      WireClient client, int v, String story, ReassignableTopic... topics) {
    for (boolean mayChange : v == 0 ? new boolean[] {true} : new boolean[] {true, false}) {
      var request =
          new AlterPartitionReassignmentsRequestData()
              .setTimeoutMs(TIMEOUT_MS)
              .setAllowReplicationFactorChange(mayChange)
              .setTopics(List.of(topics));
      String label = mayChange ? story : story + ", as many replicas";
      client.ask(label, ApiKeys.ALTER_PARTITION_REASSIGNMENTS, v, request);
    }
  }

  private static void listReassignments(WireClient client, int v) {
    ApiKeys api = ApiKeys.LIST_PARTITION_REASSIGNMENTS;
    var all = new ListPartitionReassignmentsRequestData().setTimeoutMs(TIMEOUT_MS);
    client.ask("all", api, v, all.setTopics(null));
    client.ask("nothing", api, v, all.duplicate().setTopics(List.of()));
    for (String topic : List.of(TOPIC, "nowhere", "a b", "")) {
      var named =
          new ListPartitionReassignmentsTopics()
              .setName(topic)
              .setPartitionIndexes(List.of(0, 0, 9, -1));
      client.ask(topic, api, v, all.duplicate().setTopics(List.of(named, named)));
    }
  }

  private static void moveReplicas(WireClient client, int v) {
    for (String path : List.of("/nowhere", "nowhere", "", "/", "../..")) {
      for (String topic : List.of(TOPIC, "nowhere", "a b", "")) {
        var ofTopic =
            new AlterReplicaLogDirTopic().setName(topic).setPartitions(List.of(0, 0, 9, -1));
        var directory = new AlterReplicaLogDir().setPath(path);
        directory.topics().mustAdd(ofTopic);
        var request = new AlterReplicaLogDirsRequestData();
        request.dirs().mustAdd(directory);
        client.ask(
            "'%s' to '%s'".formatted(topic, path), ApiKeys.ALTER_REPLICA_LOG_DIRS, v, request);
      }
    }
    var nothing = new AlterReplicaLogDirsRequestData();
    client.ask("nothing", ApiKeys.ALTER_REPLICA_LOG_DIRS, v, nothing);
    nothing.dirs().mustAdd(new AlterReplicaLogDir().setPath("/nowhere"));
    client.ask("nothing to a place", ApiKeys.ALTER_REPLICA_LOG_DIRS, v, nothing);
  }

  private static void describeQuorum(WireClient client, int v) {
    quorumOf(client, v, "__cluster_metadata", 0);
    quorumOf(client, v, "__cluster_metadata", 1);
    quorumOf(client, v, "__cluster_metadata", -1);
    quorumOf(client, v, "__cluster_metadata", 0, 1);
    quorumOf(client, v, "__cluster_metadata");
    quorumOf(client, v, TOPIC, 0);
    quorumOf(client, v, "", 0);
    client.ask("nothing", ApiKeys.DESCRIBE_QUORUM, v, new DescribeQuorumRequestData());
  }

  private static void quorumOf(WireClient client, int v, String topic, Integer... partitions) {
    var ofTopic = new TopicData().setTopicName(topic);
    for (Integer partition : partitions) {
      ofTopic.partitions().add(new PartitionData().setPartitionIndex(partition));
    }
    var request = new DescribeQuorumRequestData().setTopics(List.of(ofTopic));
    client.ask(topic + List.of(partitions), ApiKeys.DESCRIBE_QUORUM, v, request);
  }

  private static void updateFeatures(WireClient client, int v) {
    for (boolean onlyChecked : v == 0 ? new boolean[] {false} : new boolean[] {false, true}) {
      for (int type : List.of(1, 2, 3, 0, 9)) {
        for (int level : List.of(-1, 0, 1, 2, 300)) {
          // Neither is told of by both, and nothing both know can be changed back.
          feature(client, v, onlyChecked, "nix", level, type);
          feature(client, v, onlyChecked, "", level, type);
          if (level != 0) {
            feature(client, v, onlyChecked, "eligible.leader.replicas.version", level, type);
          }
          if (level != 1 || type == 1) {
            feature(client, v, onlyChecked, "kraft.version", level, type);
          }
        }
      }
      var nothing =
          new UpdateFeaturesRequestData().setTimeoutMs(TIMEOUT_MS).setValidateOnly(onlyChecked);
      client.ask("nothing" + onlyChecked, ApiKeys.UPDATE_FEATURES, v, nothing);
    }
  }

  private static void feature(
      WireClient client, int v, boolean onlyChecked, String name, int level, int type) {
    if (v == 0 && type > 2) {
      return; // it can only tell whether this may be a downgrade
    }
    var update = new FeatureUpdateKey().setFeature(name).setMaxVersionLevel((short) level);
    if (v == 0) {
      update.setAllowDowngrade(type == 2);
    } else {
      update.setUpgradeType((byte) type);
    }
    var request =
        new UpdateFeaturesRequestData().setTimeoutMs(TIMEOUT_MS).setValidateOnly(onlyChecked);
    request.featureUpdates().mustAdd(update);
    String story = "'%s' to %d by %d%s".formatted(name, level, type, onlyChecked ? ", dry" : "");
    client.ask(story, ApiKeys.UPDATE_FEATURES, v, request);
  }

  private static void unregister(WireClient client, int v) {
    for (int broker : List.of(77, -1, Integer.MAX_VALUE)) {
      var request = new UnregisterBrokerRequestData().setBrokerId(broker);
      client.ask("" + broker, ApiKeys.UNREGISTER_BROKER, v, request);
    }
  }

  private static void addVoter(WireClient client, int v) {
    Map<String, AddRaftVoterRequestData> questions = new LinkedHashMap<>();
    questions.put("itself", voter(1, new Uuid(5, 5), "CONTROLLER"));
    questions.put("itself of no directory", voter(1, Uuid.ZERO_UUID, "CONTROLLER"));
    questions.put("negative", voter(-1, new Uuid(5, 5), "CONTROLLER"));
    questions.put("of no directory", voter(77, Uuid.ZERO_UUID, "CONTROLLER"));
    questions.put("without listeners", voter(77, new Uuid(5, 5)));
    questions.put("with another listener", voter(77, new Uuid(5, 5), "OTHER"));
    questions.put("of another cluster", voter(77, new Uuid(5, 5), "CONTROLLER").setClusterId("x"));
    questions.forEach((story, voter) -> client.ask(story, ApiKeys.ADD_RAFT_VOTER, v, voter));
  }

  private static AddRaftVoterRequestData voter(int id, Uuid directory, String... listeners) {
    var request =
        new AddRaftVoterRequestData()
            .setClusterId(null)
            .setTimeoutMs(1_000)
            .setVoterId(id)
            .setVoterDirectoryId(directory);
    for (String name : listeners) {
      request
          .listeners()
          .mustAdd(
              new AddRaftVoterRequestData.Listener().setName(name).setHost("127.0.0.1").setPort(1));
    }
    return request;
  }

  private static void removeVoter(WireClient client, int v) {
    for (int id : List.of(1, 77, -1)) {
      for (Uuid directory : List.of(new Uuid(5, 5), Uuid.ZERO_UUID)) {
        var request =
            new RemoveRaftVoterRequestData()
                .setClusterId(null)
                .setVoterId(id)
                .setVoterDirectoryId(directory);
        client.ask(id + " of " + directory, ApiKeys.REMOVE_RAFT_VOTER, v, request);
        var other = request.duplicate().setClusterId("x");
        client.ask(
            id + " of " + directory + ", other cluster", ApiKeys.REMOVE_RAFT_VOTER, v, other);
      }
    }
  }
}
