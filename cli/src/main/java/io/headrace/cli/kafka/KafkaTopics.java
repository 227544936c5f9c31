package io.headrace.cli.kafka;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Effect;
import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/// Topics by way of the admin client.
final class KafkaTopics implements Topics {

  private static final long NO_OFFSET = -1;

  private final Admin admin;
  private final Calls calls;

  KafkaTopics(Admin admin, Calls calls) {
    this.admin = admin;
    this.calls = calls;
  }

  @Override
  public List<TopicSummary> list() {
    var options = new ListTopicsOptions().listInternal(true);
    var topics = new ArrayList<TopicSummary>();
    for (TopicListing topic :
        calls.await(admin.listTopics(options).listings(), "list the topics")) {
      topics.add(new TopicSummary(topic.name(), topic.isInternal()));
    }
    topics.sort(Comparator.comparing(TopicSummary::name));
    return topics;
  }

  @Override
  public List<TopicDetail> describe(List<String> names) {
    DescribeTopicsResult result = admin.describeTopics(names);
    var topics = new ArrayList<TopicDetail>();
    for (String name : names) {
      topics.add(detail(calls.await(result.topicNameValues(), name, "find topic " + name)));
    }
    topics.sort(Comparator.comparing(TopicDetail::name));
    return topics;
  }

  @Override
  public CreatedTopic create(TopicWish wish, Effect effect) {
    var topic =
        new NewTopic(
            wish.name(),
            wish.partitionCount() < 0 ? Optional.empty() : Optional.of(wish.partitionCount()),
            wish.replicaCount() < 0 ? Optional.empty() : Optional.of((short) wish.replicaCount()));
    topic.configs(wish.configs());
    var options = new CreateTopicsOptions().validateOnly(effect == Effect.CHECK);
    CreateTopicsResult result = admin.createTopics(List.of(topic), options);
    String what = "create topic " + wish.name();
    calls.await(result.all(), what);
    return new CreatedTopic(
        wish.name(),
        effect == Effect.CHECK ? "" : calls.await(result.topicId(wish.name()), what).toString(),
        calls.await(result.numPartitions(wish.name()), what),
        calls.await(result.replicationFactor(wish.name()), what));
  }

  @Override
  public void delete(List<String> names) {
    calls.await(admin.deleteTopics(names).all(), "delete topic " + String.join(", ", names));
  }

  @Override
  public void resize(String name, int partitionCount, Effect effect) {
    var options = new CreatePartitionsOptions().validateOnly(effect == Effect.CHECK);
    var wish = Map.of(name, NewPartitions.increaseTo(partitionCount));
    calls.await(admin.createPartitions(wish, options).all(), "resize topic " + name);
  }

  @Override
  public Map<TopicPartition, Long> trim(Map<TopicPartition, Long> before) {
    var request = new HashMap<org.apache.kafka.common.TopicPartition, RecordsToDelete>();
    before.forEach((partition, offset) ->
        request.put(Names.theirs(partition), RecordsToDelete.beforeOffset(offset)));
    var starts = new TreeMap<TopicPartition, Long>();
    admin
        .deleteRecords(request)
        .lowWatermarks()
        .forEach((partition, future) ->
            starts.put(
                Names.ours(partition), calls.await(future, "trim " + partition).lowWatermark()));
    return starts;
  }

  @Override
  public Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, Position position) {
    var offsets = new TreeMap<TopicPartition, Long>();
    if (position instanceof Position.Offset(long offset)) {
      partitions.forEach(partition -> offsets.put(partition, offset));
      return offsets;
    }
    OffsetSpec spec =
        switch (position) {
          case Position.Start _ -> OffsetSpec.earliest();
          case Position.End _ -> OffsetSpec.latest();
          case Position.Time(long timestampMs) -> OffsetSpec.forTimestamp(timestampMs);
          case Position.Offset _ -> throw new IllegalStateException("answered above");
        };
    if (partitions.isEmpty()) {
      return offsets;
    }
    var request = new HashMap<org.apache.kafka.common.TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> request.put(Names.theirs(partition), spec));
    ListOffsetsResult result = admin.listOffsets(request);
    for (TopicPartition partition : partitions) {
      long offset =
          calls
              .await(
                  result.partitionResult(Names.theirs(partition)), "find offsets of " + partition)
              .offset();
      if (offset == NO_OFFSET) {
        offset = offsets(Set.of(partition), new Position.End()).getOrDefault(partition, 0L);
      }
      offsets.put(partition, offset);
    }
    return offsets;
  }

  @Override
  public Map<TopicPartition, Long> sizes(TopicDetail topic) {
    var leaders = new HashMap<Integer, Integer>();
    topic.partitions().forEach(each -> leaders.put(each.partition(), each.leader()));
    var nodes = leaders.values().stream().filter(id -> id >= 0).distinct().toList();
    var sizes = new TreeMap<TopicPartition, Long>();
    admin
        .describeLogDirs(nodes)
        .descriptions()
        .forEach((node, future) -> {
          for (var directory : calls.await(future, "ask node " + node + " for sizes").values()) {
            directory
                .replicaInfos()
                .forEach((partition, replica) -> {
                  if (partition.topic().equals(topic.name())
                      && node.equals(leaders.get(partition.partition()))) {
                    sizes.put(Names.ours(partition), replica.size());
                  }
                });
          }
        });
    return sizes;
  }

  private static TopicDetail detail(TopicDescription topic) {
    var partitions = new ArrayList<PartitionDetail>();
    for (TopicPartitionInfo partition : topic.partitions()) {
      Node leader = partition.leader();
      partitions.add(
          new PartitionDetail(
              partition.partition(),
              leader == null ? -1 : leader.id(),
              partition.replicas().stream().map(Node::id).toList(),
              partition.isr().stream().map(Node::id).toList()));
    }
    return new TopicDetail(
        topic.name(), topic.topicId().toString(), topic.isInternal(), partitions);
  }
}
