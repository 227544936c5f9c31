package io.headrace.cli.admin;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Topics.PartitionDetail;
import io.headrace.cli.cluster.Topics.TopicDetail;
import io.headrace.cli.wire.Brokers.Question;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;

/// What only the leader of a partition knows or does: where it begins and ends, how large it is.
final class WirePartitions {

  private static final int DECISION_MS = 30_000;
  private static final long EARLIEST = -2;
  private static final long LATEST = -1;
  private static final long NO_OFFSET = -1;

  private final Asker asker;

  WirePartitions(Asker asker) {
    this.asker = asker;
  }

  /// Deletes the records before an offset of each; answers where each begins afterwards.
  Map<TopicPartition, Long> trim(Map<TopicPartition, Long> before) {
    var starts = new TreeMap<TopicPartition, Long>();
    byLeader(before.keySet(), "trim partitions")
        .forEach((leader, partitions) -> {
          var topics = new TreeMap<String, DeleteRecordsTopic>();
          for (TopicPartition each : partitions) {
            topics
                .computeIfAbsent(each.topic(), name -> new DeleteRecordsTopic().setName(name))
                .partitions()
                .add(
                    new DeleteRecordsPartition()
                        .setPartitionIndex(each.partition())
                        .setOffset(before.getOrDefault(each, 0L)));
          }
          starts.putAll(trim(leader, List.copyOf(topics.values())));
        });
    return starts;
  }

  /// The offset at a position of each; the end where the position lies behind it.
  Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, Position position) {
    var offsets = new TreeMap<TopicPartition, Long>();
    long timestamp =
        switch (position) {
          case Position.Start _ -> EARLIEST;
          case Position.End _ -> LATEST;
          case Position.Time(long timestampMs) -> timestampMs;
          case Position.Offset(long offset) -> {
            partitions.forEach(partition -> offsets.put(partition, offset));
            yield offset;
          }
        };
    if (!offsets.isEmpty() || partitions.isEmpty()) {
      return offsets;
    }
    byLeader(partitions, "find offsets")
        .forEach((leader, led) -> offsets.putAll(offsets(leader, led, timestamp)));
    var behind = new TreeSet<TopicPartition>();
    offsets.forEach((partition, offset) -> {
      if (offset == NO_OFFSET && timestamp != LATEST) {
        behind.add(partition);
      }
    });
    offsets.putAll(offsets(behind, new Position.End()));
    return offsets;
  }

  /// Bytes on disk of each partition's leader, as far as the cluster tells.
  Map<TopicPartition, Long> sizes(TopicDetail topic) {
    var byLeader = new TreeMap<Integer, DescribableLogDirTopic>();
    for (PartitionDetail partition : topic.partitions()) {
      if (partition.leader() >= 0) {
        byLeader
            .computeIfAbsent(
                partition.leader(), _ -> new DescribableLogDirTopic().setTopic(topic.name()))
            .partitions()
            .add(partition.partition());
      }
    }
    var sizes = new TreeMap<TopicPartition, Long>();
    byLeader.forEach((leader, asked) -> addSizes(leader, asked, sizes));
    return sizes;
  }

  private Map<TopicPartition, Long> trim(int leader, List<DeleteRecordsTopic> topics) {
    var request = new DeleteRecordsRequestData().setTopics(topics).setTimeoutMs(DECISION_MS);
    DeleteRecordsResponseData answer =
        asker.node(
            leader,
            "trim partitions",
            new Question<>(ApiKey.DELETE_RECORDS, 0, 2, request, new DeleteRecordsResponseData()));
    var starts = new TreeMap<TopicPartition, Long>();
    for (var topic : answer.topics()) {
      for (var partition : topic.partitions()) {
        var key = new TopicPartition(topic.name(), partition.partitionIndex());
        asker.require(partition.errorCode(), null, "trim " + key);
        starts.put(key, partition.lowWatermark());
      }
    }
    return starts;
  }

  private Map<TopicPartition, Long> offsets(
      int leader, Collection<TopicPartition> partitions, long timestamp) {
    var topics = new TreeMap<String, ListOffsetsTopic>();
    for (TopicPartition each : partitions) {
      topics
          .computeIfAbsent(each.topic(), name -> new ListOffsetsTopic().setName(name))
          .partitions()
          .add(
              new ListOffsetsPartition()
                  .setPartitionIndex(each.partition())
                  .setTimestamp(timestamp));
    }
    var request =
        new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.copyOf(topics.values()));
    ListOffsetsResponseData answer =
        asker.node(
            leader,
            "find offsets",
            new Question<>(ApiKey.LIST_OFFSETS, 1, 7, request, new ListOffsetsResponseData()));
    var offsets = new TreeMap<TopicPartition, Long>();
    for (var topic : answer.topics()) {
      for (var partition : topic.partitions()) {
        var key = new TopicPartition(topic.name(), partition.partitionIndex());
        asker.require(partition.errorCode(), null, "find offsets of " + key);
        offsets.put(key, partition.offset());
      }
    }
    return offsets;
  }

  private void addSizes(int leader, DescribableLogDirTopic asked, Map<TopicPartition, Long> sizes) {
    var request = new DescribeLogDirsRequestData();
    request.topics().add(asked);
    String what = "ask node " + leader + " for sizes";
    DescribeLogDirsResponseData answer =
        asker.node(
            leader,
            what,
            new Question<>(
                ApiKey.DESCRIBE_LOG_DIRS, 1, 4, request, new DescribeLogDirsResponseData()));
    for (var directory : answer.results()) {
      if (directory.errorCode() == ErrorCode.KAFKA_STORAGE_ERROR.code()) {
        continue; // out of service, and nothing in it is led
      }
      asker.require(directory.errorCode(), null, what);
      for (var topic : directory.topics()) {
        for (var partition : topic.partitions()) {
          sizes.put(
              new TopicPartition(topic.name(), partition.partitionIndex()),
              partition.partitionSize());
        }
      }
    }
  }

  private Map<Integer, Set<TopicPartition>> byLeader(
      Collection<TopicPartition> partitions, String what) {
    var names = new TreeSet<String>();
    partitions.forEach(partition -> names.add(partition.topic()));
    var leaders = new HashMap<TopicPartition, Integer>();
    for (MetadataResponseTopic topic : asker.metadata(what, List.copyOf(names)).topics()) {
      asker.require(topic.errorCode(), null, "find topic " + topic.name());
      for (var partition : topic.partitions()) {
        leaders.put(
            new TopicPartition(topic.name(), partition.partitionIndex()), partition.leaderId());
      }
    }
    var byLeader = new TreeMap<Integer, Set<TopicPartition>>();
    for (TopicPartition partition : partitions) {
      Integer leader = leaders.get(partition);
      if (leader == null) {
        throw asker.refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "find " + partition);
      }
      if (leader < 0) {
        throw asker.refused(ErrorCode.LEADER_NOT_AVAILABLE, what);
      }
      byLeader.computeIfAbsent(leader, _ -> new TreeSet<>()).add(partition);
    }
    return byLeader;
  }
}
