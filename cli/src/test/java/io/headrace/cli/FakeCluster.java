package io.headrace.cli;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Configs;
import io.headrace.cli.cluster.Effect;
import io.headrace.cli.cluster.Groups;
import io.headrace.cli.cluster.Nodes;
import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Topics;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A cluster of one node in memory, which holds what a test put in and writes down what it was told
/// to change.
final class FakeCluster implements Cluster, Nodes, Topics, Configs {

  final Map<String, Integer> partitionCounts = new TreeMap<>();
  final Map<TopicPartition, Long> ends = new TreeMap<>();
  final Map<TopicPartition, Long> committed = new TreeMap<>();
  final List<Groups.Member> members = new ArrayList<>();
  final List<Setting> settings = new ArrayList<>();
  final List<String> changes = new ArrayList<>();
  final List<FailedDirectory> failedDirectories = new ArrayList<>();
  final FakeOperations operations = new FakeOperations(changes);
  int leader = 1;
  int controller = 1;
  boolean groupsAreSilent;

  FakeCluster topic(String name, int partitionCount, long end) {
    partitionCounts.put(name, partitionCount);
    for (int i = 0; i < partitionCount; i++) {
      ends.put(new TopicPartition(name, i), end);
    }
    return this;
  }

  @Override
  public Nodes nodes() {
    return this;
  }

  @Override
  public Topics topics() {
    return this;
  }

  @Override
  public Groups groups() {
    return new FakeGroups();
  }

  @Override
  public Configs configs() {
    return this;
  }

  @Override
  public FakeOperations operations() {
    return operations;
  }

  @Override
  public void close() {}

  @Override
  public ClusterSummary describe() {
    return new ClusterSummary("fake", controller, List.of(new NodeSummary(1, "127.0.0.1", 9092)));
  }

  @Override
  public List<FailedDirectory> failedDirectories() {
    return failedDirectories;
  }

  @Override
  public List<TopicSummary> list() {
    return partitionCounts.keySet().stream()
        .map(name -> new TopicSummary(name, name.startsWith("__")))
        .toList();
  }

  @Override
  public List<TopicDetail> describe(List<String> names) {
    return names.stream().map(this::detail).toList();
  }

  private TopicDetail detail(String name) {
    Integer partitionCount = partitionCounts.get(name);
    if (partitionCount == null) {
      throw new Failure(Exit.NOT_FOUND, "no topic " + name, "fake", "headrace topic list");
    }
    var partitions = new ArrayList<PartitionDetail>();
    for (int i = 0; i < partitionCount; i++) {
      partitions.add(new PartitionDetail(i, leader, List.of(1), List.of(1)));
    }
    return new TopicDetail(name, "id-" + name, name.startsWith("__"), partitions);
  }

  @Override
  public CreatedTopic create(TopicWish wish, Effect effect) {
    changes.add("create " + wish + " " + effect);
    return new CreatedTopic(wish.name(), "id", Math.abs(wish.partitionCount()), 1);
  }

  @Override
  public void delete(List<String> names) {
    changes.add("delete " + names);
  }

  @Override
  public void resize(String name, int partitionCount, Effect effect) {
    changes.add("resize " + name + " " + partitionCount + " " + effect);
  }

  @Override
  public Map<TopicPartition, Long> trim(Map<TopicPartition, Long> before) {
    changes.add("trim " + before);
    return before;
  }

  @Override
  public Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, Position position) {
    var offsets = new TreeMap<TopicPartition, Long>();
    for (TopicPartition partition : partitions) {
      offsets.put(
          partition,
          switch (position) {
            case Position.Start _ -> 0L;
            case Position.End _ -> ends.getOrDefault(partition, 0L);
            case Position.Offset(long offset) -> offset;
            case Position.Time _ -> 1L;
          });
    }
    return offsets;
  }

  @Override
  public Map<TopicPartition, Long> sizes(TopicDetail topic) {
    return Map.of();
  }

  @Override
  public List<Setting> describe(Scope scope) {
    return settings;
  }

  @Override
  public void change(Scope scope, Change change, Effect effect) {
    changes.add(scope.shown() + " " + change.set() + " " + change.unset() + " " + effect);
  }

  static Setting setting(String key, String value, Origin origin) {
    return new Setting(
        key,
        Optional.of(value),
        origin,
        Nature.CHANGEABLE,
        "long",
        Optional.of("What " + key + " means."),
        List.of(
            new Layer(key, Optional.of(value), origin),
            new Layer("log." + key, Optional.of("9"), Origin.DEFAULT)));
  }

  private final class FakeGroups implements Groups {

    @Override
    public List<GroupSummary> list() {
      if (groupsAreSilent) {
        throw new Failure(Exit.FAILED, "cannot list the groups", "node 2 is silent", "wait");
      }
      return List.of(new GroupSummary("billing", "Classic", "consumer", "Empty"));
    }

    @Override
    public GroupDetail describe(String group) {
      if (!group.equals("billing")) {
        throw new Failure(Exit.NOT_FOUND, "no group " + group, "fake", "headrace group list");
      }
      return new GroupDetail(group, "Classic", "Empty", "range", "127.0.0.1:9092", members);
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
      return new TreeMap<>(committed);
    }

    @Override
    public void commit(String group, Map<TopicPartition, Long> offsets) {
      changes.add("commit " + group + " " + offsets);
    }

    @Override
    public void delete(List<String> groups) {
      changes.add("delete groups " + groups);
    }
  }
}
