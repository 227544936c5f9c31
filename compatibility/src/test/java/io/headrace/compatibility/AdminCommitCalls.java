package io.headrace.compatibility;

import static io.headrace.compatibility.AdminCall.differs;
import static io.headrace.compatibility.AdminCall.same;
import static io.headrace.compatibility.AdminStage.NOWHERE;
import static io.headrace.compatibility.AdminStage.done;
import static io.headrace.compatibility.AdminStage.get;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Calls of Admin about what groups have committed.
final class AdminCommitCalls {

  private static final String NOBODY = "no-such-group";

  private AdminCommitCalls() {}

  static final List<AdminCall> OFFSETS =
      List.of(
          same(
              "listConsumerGroupOffsets",
              "all",
              s ->
                  committed(s, s.group, new ListConsumerGroupOffsetsSpec())
                      .replace(s.topic, "topic"),
              "{topic-0=OffsetAndMetadata{offset=5, leaderEpoch=null, metadata=''}}"),
          same(
              "listConsumerGroupOffsets",
              "of a live group",
              s ->
                  committed(s, s.liveGroup, new ListConsumerGroupOffsetsSpec())
                      .replace(s.topic, "topic"),
              "{topic-0=OffsetAndMetadata{offset=3, leaderEpoch=null, metadata=''}}"),
          same(
              "listConsumerGroupOffsets",
              "chosen",
              s ->
                  committed(
                          s,
                          s.group,
                          new ListConsumerGroupOffsetsSpec()
                              .topicPartitions(List.of(s.empty, new TopicPartition(NOWHERE, 0))))
                      .replace(s.topic, "topic"),
              "{no-such-topic-0=null, topic-1=null}"),
          same(
              "listConsumerGroupOffsets",
              "none chosen",
              s ->
                  committed(
                      s, s.group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of())),
              "{}"),
          same(
              "listConsumerGroupOffsets",
              "of an unknown group",
              s -> committed(s, NOBODY, new ListConsumerGroupOffsetsSpec()),
              "{}"),
          same(
              "listConsumerGroupOffsets",
              "of no group",
              s -> committed(s, "", new ListConsumerGroupOffsetsSpec()),
              "{}"),
          same(
              "listConsumerGroupOffsets",
              "of two groups, stable",
              s -> {
                var all = new ListConsumerGroupOffsetsSpec();
                var stable = new ListConsumerGroupOffsetsOptions().requireStable(true);
                return get(s.admin
                        .listConsumerGroupOffsets(Map.of(s.group, all, s.liveGroup, all), stable)
                        .all())
                    .size();
              },
              2),
          same(
              "listStreamsGroupOffsets",
              "of a classic group",
              s ->
                  get(s.admin
                          .listStreamsGroupOffsets(
                              Map.of(s.group, new ListStreamsGroupOffsetsSpec()))
                          .all())
                      .get(s.group)
                      .size(),
              1),
          same(
              "alterConsumerGroupOffsets",
              "of an empty group",
              s -> alter(s, s.newGroup(), s.filled, new OffsetAndMetadata(7, Optional.of(0), "m")),
              "done"),
          same(
              "alterConsumerGroupOffsets",
              "of a new group",
              s -> alter(s, Clients.unique("new"), s.filled, new OffsetAndMetadata(7)),
              "done"),
          same(
              "alterConsumerGroupOffsets",
              "beyond the end",
              s -> alter(s, s.newGroup(), s.filled, new OffsetAndMetadata(777)),
              "done"),
          same(
              "alterConsumerGroupOffsets",
              "of a group with a member",
              s -> alter(s, s.liveGroup, s.filled, new OffsetAndMetadata(7)),
              "UnknownMemberIdException"),
          same(
              "alterConsumerGroupOffsets",
              "of an unknown topic",
              s -> alter(s, s.group, new TopicPartition(NOWHERE, 0), new OffsetAndMetadata(7)),
              "UnknownTopicOrPartitionException"),
          same(
              "alterConsumerGroupOffsets",
              "of an unknown partition",
              s -> alter(s, s.group, new TopicPartition(s.topic, 7), new OffsetAndMetadata(7)),
              "UnknownTopicOrPartitionException"),
          same(
              "alterConsumerGroupOffsets",
              "with much metadata",
              s -> alter(s, s.group, s.filled, new OffsetAndMetadata(7, "x".repeat(5000))),
              "OffsetMetadataTooLarge"),
          same(
              "alterConsumerGroupOffsets",
              "of no group",
              s -> alter(s, "", s.filled, new OffsetAndMetadata(7)),
              "done"),
          same(
              "alterConsumerGroupOffsets",
              "none",
              s -> done(s.admin.alterConsumerGroupOffsets(s.group, Map.of()).all()),
              "done"),
          same(
              "alterStreamsGroupOffsets",
              "of an empty classic group",
              s ->
                  done(
                      s.admin
                          .alterStreamsGroupOffsets(
                              s.newGroup(), Map.of(s.filled, new OffsetAndMetadata(7)))
                          .all()),
              "done"),
          same("deleteConsumerGroupOffsets", "one", s -> delete(s, s.newGroup(), s.filled), "done"),
          same(
              "deleteConsumerGroupOffsets",
              "one that is not there",
              s -> delete(s, s.newGroup(), s.empty),
              "done"),
          // Kafka forgets a group of which nothing is left some minutes later.
          differs(
              "deleteConsumerGroupOffsets",
              "the last of a group",
              s -> {
                String group = s.newGroup();
                delete(s, group, s.filled);
                return AdminGroupCalls.describe(s, group).groupState();
              },
              "Empty",
              "GroupIdNotFoundException"),
          same(
              "deleteConsumerGroupOffsets",
              "of an unknown topic",
              s -> delete(s, s.group, new TopicPartition(NOWHERE, 0)),
              "UnknownTopicOrPartitionException"),
          same(
              "deleteConsumerGroupOffsets",
              "of an unknown partition",
              s -> delete(s, s.group, new TopicPartition(s.topic, 7)),
              "UnknownTopicOrPartitionException"),
          same(
              "deleteConsumerGroupOffsets",
              "of a topic that is being read",
              s -> delete(s, s.liveGroup, s.filled),
              "GroupSubscribedToTopicException"),
          same(
              "deleteConsumerGroupOffsets",
              "of an unknown group",
              s -> delete(s, NOBODY, s.filled),
              "GroupIdNotFoundException"),
          same(
              "deleteConsumerGroupOffsets",
              "of no group",
              s -> delete(s, "", s.filled),
              "InvalidGroupIdException"),
          same(
              "deleteStreamsGroupOffsets",
              "of an empty classic group",
              s -> done(s.admin.deleteStreamsGroupOffsets(s.newGroup(), Set.of(s.filled)).all()),
              "done"));

  private static String committed(AdminStage s, String group, ListConsumerGroupOffsetsSpec spec) {
    var sorted =
        new TreeMap<TopicPartition, OffsetAndMetadata>(
            Comparator.comparing(TopicPartition::toString));
    sorted.putAll(get(s.admin.listConsumerGroupOffsets(Map.of(group, spec)).all()).get(group));
    return sorted.toString();
  }

  private static String alter(
      AdminStage s, String group, TopicPartition partition, OffsetAndMetadata offset) {
    return done(s.admin.alterConsumerGroupOffsets(group, Map.of(partition, offset)).all());
  }

  private static String delete(AdminStage s, String group, TopicPartition partition) {
    return done(
        s.admin.deleteConsumerGroupOffsets(group, Set.of(partition)).partitionResult(partition));
  }
}
