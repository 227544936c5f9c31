package io.headrace.compatibility;

import static io.headrace.compatibility.AdminCall.same;
import static io.headrace.compatibility.AdminStage.NOWHERE;
import static io.headrace.compatibility.AdminStage.done;
import static io.headrace.compatibility.AdminStage.get;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/// Calls of Admin that make topics and partitions.
final class AdminCreationCalls {

  private static final int NOBODY = 99;

  private AdminCreationCalls() {}

  static final List<AdminCall> CREATIONS =
      List.of(
          same(
              "createTopics",
              "replicas by hand",
              s -> s.create(s.assigned(Map.of(0, List.of(s.node)))),
              "done"),
          same(
              "createTopics",
              "replicas by hand, told of",
              s -> {
                NewTopic topic = s.assigned(Map.of(0, List.of(s.node), 1, List.of(s.node)));
                var result = s.admin.createTopics(List.of(topic));
                return get(result.numPartitions(topic.name()))
                    + "x"
                    + get(result.replicationFactor(topic.name()));
              },
              "2x1"),
          same(
              "createTopics",
              "a replica on nobody",
              s -> s.create(s.assigned(Map.of(0, List.of(NOBODY)))),
              "InvalidReplicaAssignmentException"),
          same(
              "createTopics",
              "a replica on a negative node",
              s -> s.create(s.assigned(Map.of(0, List.of(-1)))),
              "InvalidReplicaAssignmentException"),
          same(
              "createTopics",
              "the same replica twice",
              s -> s.create(s.assigned(Map.of(0, List.of(s.node, s.node)))),
              "InvalidReplicaAssignmentException"),
          same(
              "createTopics",
              "no replicas",
              s -> s.create(s.assigned(Map.of(0, List.of()))),
              "InvalidReplicaAssignmentException"),
          same(
              "createTopics",
              "a gap between partitions",
              s -> s.create(s.assigned(Map.of(0, List.of(s.node), 2, List.of(s.node)))),
              "InvalidReplicaAssignmentException"),
          same(
              "createTopics",
              "partitions from 1",
              s -> s.create(s.assigned(Map.of(1, List.of(s.node)))),
              "InvalidReplicaAssignmentException"),
          same(
              "createTopics", "no partitions by hand", s -> s.create(s.assigned(Map.of())), "done"),
          same(
              "createTopics",
              "no partitions",
              s -> s.create(topic(0, 1)),
              "InvalidPartitionsException"),
          same(
              "createTopics",
              "a negative number of partitions",
              s -> s.create(topic(-2, 1)),
              "InvalidPartitionsException"),
          same(
              "createTopics",
              "no replicas by number",
              s -> s.create(topic(1, 0)),
              "InvalidReplicationFactorException"),
          same(
              "createTopics",
              "more replicas than nodes",
              s -> s.create(topic(1, 2)),
              "InvalidReplicationFactorException"),
          same(
              "createTopics",
              "a negative number of replicas",
              s -> s.create(topic(1, -2)),
              "InvalidReplicationFactorException"),
          same(
              "createTopics",
              "more partitions than there can be",
              s -> s.create(topic(Integer.MAX_VALUE, 1)),
              "PolicyViolationException"),
          same(
              "createTopics",
              "one that is there",
              s -> s.create(new NewTopic(s.topic, 1, (short) 1)),
              "TopicExistsException"),
          same(
              "createTopics",
              "one that is there, only checked",
              s -> check(s, new NewTopic(s.topic, 1, (short) 1)),
              "TopicExistsException"),
          same(
              "createTopics",
              "a bad one, only checked",
              s -> check(s, topic(0, 1)),
              "InvalidPartitionsException"),
          same(
              "createTopics",
              "a good one, only checked",
              s -> check(s, topic(3, 1)),
              "3 partitions"),
          same(
              "createTopics",
              "the log of the cluster",
              s -> s.create(new NewTopic("__cluster_metadata", 1, (short) 1)),
              "InvalidRequestException"),
          same(
              "createTopics",
              "a name that differs by a dot",
              s -> {
                String name = s.newTopic();
                return s.create(new NewTopic(name + ".b", 1, (short) 1))
                    + ", "
                    + s.create(new NewTopic(name + "_b", 1, (short) 1));
              },
              "InvalidTopicException"),
          same(
              "createTopics",
              "a config without a value",
              s -> s.create(topic(1, 1).configs(valued("retention.ms", null))),
              "InvalidConfigurationException"),
          same(
              "createTopics",
              "a config without a name",
              s -> s.create(topic(1, 1).configs(Map.of("", "1"))),
              "InvalidConfigurationException"),
          same(
              "createTopics",
              "an unknown config",
              s -> s.create(topic(1, 1).configs(Map.of("no.such", "1"))),
              "InvalidConfigurationException"),
          same(
              "createTopics",
              "configs that contradict each other",
              s ->
                  s.create(
                      topic(1, 1)
                          .configs(
                              Map.of("min.compaction.lag.ms", "10", "max.compaction.lag.ms", "5"))),
              "InvalidConfigurationException"),
          same(
              "createTopics",
              "tiered storage",
              s -> s.create(topic(1, 1).configs(Map.of("remote.storage.enable", "true"))),
              "InvalidConfigurationException"),
          same(
              "createTopics",
              "its configs told of",
              s -> {
                NewTopic topic = topic(1, 1).configs(Map.of("retention.ms", "77"));
                var config = get(s.admin.createTopics(List.of(topic)).config(topic.name()));
                return config.get("retention.ms").value()
                    + " "
                    + config.get("retention.ms").source()
                    + " "
                    + config.get("segment.ms").source();
              },
              "77 DYNAMIC_TOPIC_CONFIG DEFAULT_CONFIG"));

  static final List<AdminCall> PARTITIONS =
      List.of(
          same(
              "createPartitions",
              "one more",
              s -> grow(s, s.newTopic(), NewPartitions.increaseTo(2)),
              "done"),
          same(
              "createPartitions",
              "as many as there are",
              s -> grow(s, s.topic, NewPartitions.increaseTo(2)),
              "InvalidPartitionsException"),
          same(
              "createPartitions",
              "fewer",
              s -> grow(s, s.topic, NewPartitions.increaseTo(1)),
              "InvalidPartitionsException"),
          same(
              "createPartitions",
              "none",
              s -> grow(s, s.topic, NewPartitions.increaseTo(0)),
              "InvalidPartitionsException"),
          same(
              "createPartitions",
              "of an unknown topic",
              s -> grow(s, NOWHERE, NewPartitions.increaseTo(2)),
              "UnknownTopicOrPartitionException"),
          same(
              "createPartitions",
              "replicas by hand",
              s ->
                  grow(
                      s,
                      s.newTopic(),
                      NewPartitions.increaseTo(3, List.of(List.of(s.node), List.of(s.node)))),
              "done"),
          same(
              "createPartitions",
              "replicas for too few",
              s -> grow(s, s.newTopic(), NewPartitions.increaseTo(3, List.of(List.of(s.node)))),
              "InvalidReplicaAssignmentException"),
          same(
              "createPartitions",
              "replicas for too many",
              s ->
                  grow(
                      s,
                      s.newTopic(),
                      NewPartitions.increaseTo(2, List.of(List.of(s.node), List.of(s.node)))),
              "InvalidReplicaAssignmentException"),
          same(
              "createPartitions",
              "a replica on nobody",
              s -> grow(s, s.newTopic(), NewPartitions.increaseTo(2, List.of(List.of(NOBODY)))),
              "InvalidReplicaAssignmentException"),
          same(
              "createPartitions",
              "no replicas",
              s -> grow(s, s.newTopic(), NewPartitions.increaseTo(2, List.of(List.of()))),
              "InvalidReplicaAssignmentException"),
          same(
              "createPartitions",
              "the same replica twice",
              s ->
                  grow(
                      s,
                      s.newTopic(),
                      NewPartitions.increaseTo(2, List.of(List.of(s.node, s.node)))),
              "InvalidReplicaAssignmentException"),
          same(
              "createPartitions",
              "only checked",
              s -> {
                String name = s.newTopic();
                var only = new CreatePartitionsOptions().validateOnly(true);
                done(
                    s.admin
                        .createPartitions(Map.of(name, NewPartitions.increaseTo(4)), only)
                        .all());
                return AdminTopicCalls.describe(s, name).partitions().size();
              },
              1));

  private static NewTopic topic(int partitions, int replicas) {
    return new NewTopic(
        Clients.unique("call"), Optional.of(partitions), Optional.of((short) replicas));
  }

  private static Map<String, String> valued(String name, @Nullable String value) {
    var configs = new HashMap<String, String>();
    configs.put(name, value);
    return configs;
  }

  private static String check(AdminStage s, NewTopic topic) {
    var result = s.admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true));
    return get(result.numPartitions(topic.name())) + " partitions";
  }

  private static String grow(AdminStage s, String topic, NewPartitions partitions) {
    return done(s.admin.createPartitions(Map.of(topic, partitions)).all());
  }
}
