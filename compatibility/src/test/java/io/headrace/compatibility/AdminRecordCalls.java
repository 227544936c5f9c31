package io.headrace.compatibility;

import static io.headrace.compatibility.AdminCall.differs;
import static io.headrace.compatibility.AdminCall.same;
import static io.headrace.compatibility.AdminStage.NOWHERE;
import static io.headrace.compatibility.AdminStage.RECORDS;
import static io.headrace.compatibility.AdminStage.get;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;

/// Calls of Admin about records, offsets, and where they lie.
final class AdminRecordCalls {

  private AdminRecordCalls() {}

  static final List<AdminCall> OFFSETS =
      List.of(
          offset("earliest", OffsetSpec.earliest(), "0 at -1"),
          offset("latest", OffsetSpec.latest(), RECORDS + " at -1"),
          offset("the greatest timestamp", OffsetSpec.maxTimestamp(), "9 at 9"),
          offset("earliest on this disk", OffsetSpec.earliestLocal(), "0 at -1"),
          offset("latest on another tier", OffsetSpec.latestTiered(), "-1 at -1"),
          offset("earliest to be tiered", OffsetSpec.earliestPendingUpload(), "-1 at -1"),
          offsetAfter("a timestamp", 4, "4 at 4"),
          offset("a timestamp before all", OffsetSpec.forTimestamp(0), "0 at 0"),
          offsetAfter("a timestamp after all", 1_000, "-1 at -1"),
          offset(
              "a timestamp that is none",
              OffsetSpec.forTimestamp(-100),
              "UnsupportedVersionException"),
          same(
              "listOffsets",
              "the greatest timestamp of nothing",
              s -> offset(s, s.empty, OffsetSpec.maxTimestamp()),
              "-1 at -1"),
          same(
              "listOffsets",
              "a timestamp in nothing",
              s -> offset(s, s.empty, OffsetSpec.forTimestamp(5)),
              "-1 at -1"),
          same(
              "listOffsets",
              "latest of nothing",
              s -> offset(s, s.empty, OffsetSpec.latest()),
              "0 at -1"),
          same(
              "listOffsets",
              "the leader's epoch",
              s ->
                  get(s.admin
                          .listOffsets(Map.of(s.filled, OffsetSpec.latest()))
                          .partitionResult(s.filled))
                      .leaderEpoch(),
              "Optional[0]"),
          same(
              "listOffsets",
              "of what is committed",
              s -> {
                var committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
                return get(s.admin
                        .listOffsets(Map.of(s.filled, OffsetSpec.latest()), committed)
                        .partitionResult(s.filled))
                    .offset();
              },
              RECORDS),
          same(
              "describeProducers",
              "one",
              s ->
                  get(s.admin.describeProducers(List.of(s.filled)).partitionResult(s.filled))
                      .activeProducers()
                      .getFirst()
                      .lastSequence(),
              9),
          same(
              "describeProducers",
              "none",
              s ->
                  get(s.admin.describeProducers(List.of(s.empty)).partitionResult(s.empty))
                      .activeProducers(),
              "[]"),
          same(
              "describeProducers",
              "on a named node",
              s -> {
                var there = new DescribeProducersOptions().brokerId(s.node);
                return get(s.admin
                        .describeProducers(List.of(s.filled), there)
                        .partitionResult(s.filled))
                    .activeProducers()
                    .size();
              },
              1));

  static final List<AdminCall> DELETIONS =
      List.of(
          delete("some", 4, 4),
          delete("none", 0, 0),
          delete("all", -1, RECORDS),
          delete("more than there are", 11, "OffsetOutOfRangeException"),
          delete("a negative number", -2, "OffsetOutOfRangeException"),
          same(
              "deleteRecords",
              "twice, the second of fewer",
              s -> {
                TopicPartition partition = s.newFilled(Map.of());
                return delete(s, partition, 6) + " " + delete(s, partition, 2);
              },
              "6 6"),
          same(
              "deleteRecords",
              "of a compacted topic",
              s -> delete(s, s.newFilled(Map.of("cleanup.policy", "compact")), 4),
              "PolicyViolationException"),
          same(
              "deleteRecords",
              "of a topic that is compacted and deleted",
              s -> delete(s, s.newFilled(Map.of("cleanup.policy", "compact,delete")), 4),
              4),
          same(
              "deleteRecords",
              "of an internal topic",
              s -> delete(s, new TopicPartition("__consumer_offsets", 0), 0),
              "InvalidTopicException"),
          same(
              "deleteRecords",
              "then listed",
              s -> {
                TopicPartition partition = s.newFilled(Map.of());
                delete(s, partition, 4);
                return offset(s, partition, OffsetSpec.earliest())
                    + ", "
                    + offset(s, partition, OffsetSpec.forTimestamp(0));
              },
              "4 at -1, 4 at 4"),
          // Kafka tells of a record that is deleted.
          differs(
              "deleteRecords",
              "all, then listed",
              s -> {
                TopicPartition partition = s.newFilled(Map.of());
                delete(s, partition, -1);
                return offset(s, partition, OffsetSpec.earliest())
                    + ", "
                    + offset(s, partition, OffsetSpec.forTimestamp(0))
                    + ", "
                    + offset(s, partition, OffsetSpec.maxTimestamp());
              },
              "10 at -1, -1 at -1, 9 at 9",
              "10 at -1, -1 at -1, -1 at -1"));

  static final List<AdminCall> DIRECTORIES =
      List.of(
          same(
              "describeLogDirs",
              "its partitions",
              s ->
                  get(s.admin.describeLogDirs(List.of(s.node)).allDescriptions())
                      .get(s.node)
                      .values()
                      .stream()
                      .anyMatch(each -> each.replicaInfos().get(s.filled).size() > 0),
              true),
          same(
              "describeLogDirs",
              "its disk",
              s ->
                  get(s.admin.describeLogDirs(List.of(s.node)).allDescriptions())
                      .get(s.node)
                      .values()
                      .stream()
                      .allMatch(
                          each -> each.totalBytes().getAsLong() >= each.usableBytes().getAsLong()),
              true),
          same(
              "describeReplicaLogDirs",
              "one",
              s -> {
                var replica = new TopicPartitionReplica(s.topic, 0, s.node);
                var found =
                    get(s.admin.describeReplicaLogDirs(List.of(replica)).all()).get(replica);
                return (found.getCurrentReplicaLogDir() != null)
                    + " "
                    + found.getCurrentReplicaOffsetLag()
                    + " "
                    + found.getFutureReplicaLogDir();
              },
              "true 0 null"),
          same(
              "describeReplicaLogDirs",
              "one that is not there",
              s -> {
                var replica = new TopicPartitionReplica(NOWHERE, 0, s.node);
                return get(s.admin.describeReplicaLogDirs(List.of(replica)).all())
                    .get(replica)
                    .getCurrentReplicaLogDir();
              },
              "null"),
          same(
              "alterReplicaLogDirs",
              "to a directory that is not there",
              s ->
                  AdminStage.done(
                      s.admin
                          .alterReplicaLogDirs(
                              Map.of(
                                  new TopicPartitionReplica(s.topic, 0, s.node),
                                  "/no/such/directory"))
                          .all()),
              "LogDirNotFoundException"));

  private static AdminCall offset(String story, OffsetSpec spec, String expected) {
    return same("listOffsets", story, s -> offset(s, s.filled, spec), expected);
  }

  private static AdminCall offsetAfter(String story, long sinceFirstMs, String expected) {
    return same(
        "listOffsets",
        story,
        s -> offset(s, s.filled, OffsetSpec.forTimestamp(s.firstTimestampMs + sinceFirstMs)),
        expected);
  }

  /// The offset, and its timestamp since the first record.
  private static String offset(AdminStage s, TopicPartition partition, OffsetSpec spec) {
    var found = get(s.admin.listOffsets(Map.of(partition, spec)).partitionResult(partition));
    long sinceFirstMs =
        found.timestamp() < 0 ? found.timestamp() : found.timestamp() - s.firstTimestampMs;
    return found.offset() + " at " + sinceFirstMs;
  }

  private static AdminCall delete(String story, long before, Object expected) {
    return same("deleteRecords", story, s -> delete(s, s.newFilled(Map.of()), before), expected);
  }

  private static long delete(AdminStage s, TopicPartition partition, long before) {
    var result = s.admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)));
    return get(result.lowWatermarks().get(partition)).lowWatermark();
  }
}
