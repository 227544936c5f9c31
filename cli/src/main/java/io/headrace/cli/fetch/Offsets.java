package io.headrace.cli.fetch;

import io.headrace.cli.cluster.Position;
import io.headrace.cli.wire.Connection;
import io.headrace.cli.wire.TopicLeaders;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;

/// Offsets of positions, as the leaders of the partitions know them.
final class Offsets {

  /// No record is as young as the position.
  static final long BEHIND_THE_END = -1;

  private static final int OLDEST_VERSION = 1;
  private static final int NEWEST_VERSION = 7;
  private static final long EARLIEST = -2;
  private static final long LATEST = -1;

  private Offsets() {}

  /// The offset of a position in each partition, or [#BEHIND_THE_END].
  static Map<Integer, Long> at(
      TopicLeaders leaders, SortedSet<Integer> partitions, Position position) throws IOException {
    var offsets = new TreeMap<Integer, Long>();
    if (position instanceof Position.Offset(long offset)) {
      partitions.forEach(partition -> offsets.put(partition, offset));
      return offsets;
    }
    long timestamp =
        switch (position) {
          case Position.Start _ -> EARLIEST;
          case Position.End _ -> LATEST;
          case Position.Time(long timestampMs) -> timestampMs;
          case Position.Offset _ -> throw new IllegalStateException("answered above");
        };
    Map<Connection, ListOffsetsTopic> asked = new LinkedHashMap<>();
    for (int partition : partitions) {
      asked
          .computeIfAbsent(
              leaders.connection(partition), _ -> new ListOffsetsTopic().setName(leaders.topic()))
          .partitions()
          .add(new ListOffsetsPartition().setPartitionIndex(partition).setTimestamp(timestamp));
    }
    for (var each : asked.entrySet()) {
      offsets.putAll(ask(each.getKey(), each.getValue()));
    }
    return offsets;
  }

  private static Map<Integer, Long> ask(Connection leader, ListOffsetsTopic topic)
      throws IOException {
    var request = new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(topic));
    short version = leader.version(ApiKey.LIST_OFFSETS, OLDEST_VERSION, NEWEST_VERSION);
    var answer = leader.ask(ApiKey.LIST_OFFSETS, version, request, new ListOffsetsResponseData());
    var offsets = new TreeMap<Integer, Long>();
    for (var partition : answer.topics().getFirst().partitions()) {
      if (partition.errorCode() != ErrorCode.NONE.code()) {
        throw new IOException(
            "partition "
                + partition.partitionIndex()
                + " says "
                + ErrorCode.ofCode(partition.errorCode()));
      }
      offsets.put(partition.partitionIndex(), partition.offset());
    }
    return offsets;
  }
}
